// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IPatientRelay} from "../../../../contracts/interfaces/IPatientRelay.sol";
import {IPatients} from "../../../../contracts/interfaces/IPatients.sol";
import {Cast} from "./Cast.sol";

/// @title Relaying: a patient's orders, sent by themselves or through the relay
/// @notice Each function sends one order and says whether it was carried out. Through the relay,
/// one in five authorizations has a fault (foreign key, used nonce, past deadline, changed order),
/// and none of those may pass.
abstract contract Relaying is Cast {
    enum Fault {
        None,
        ForeignKey,
        Nonce,
        Deadline,
        OtherOrder
    }

    /// @dev Set by `_sign`, read by `_relayed`.
    Fault private _fault;
    /// @dev Whether the next orders go through the relay.
    bool internal _viaRelay;

    function _sendGrant(
        address who,
        uint32 patient,
        IHealthRecords.GrantOrder memory order,
        IHealthRecords.SheetSwap memory sheet
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(IHealthRecords.grant, (patient, order, sheet));
            return _send(who, address(records), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _grantMessage("GrantAccess", patient, order, sheet, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return _relayed(who, abi.encodeCall(IPatientRelay.grant, (patient, order, sheet, auth)));
    }

    function _sendApproval(
        address who,
        uint32 patient,
        IHealthRecords.GrantOrder memory order,
        IHealthRecords.SheetSwap memory sheet
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(IHealthRecords.approve, (patient, order, sheet));
            return _send(who, address(records), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _grantMessage("ApproveRequest", patient, order, sheet, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return _relayed(who, abi.encodeCall(IPatientRelay.approve, (patient, order, sheet, auth)));
    }

    function _sendDenial(address who, uint32 patient, uint32 provider) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(IHealthRecords.deny, (patient, provider));
            return _send(who, address(records), call);
        }
        Seal memory seal = _seal(who);
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _denyMessage(patient, provider, seal)
        );
        return _relayed(who, abi.encodeCall(IPatientRelay.deny, (patient, provider, auth)));
    }

    function _sendRenewal(
        address who,
        uint32 patient,
        uint32 provider,
        uint32 expiresAt
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(
                IHealthRecords.renew,
                (patient, provider, expiresAt)
            );
            return _send(who, address(records), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _renewMessage(patient, provider, expiresAt, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return
            _relayed(
                who,
                abi.encodeCall(IPatientRelay.renew, (patient, provider, expiresAt, auth))
            );
    }

    function _sendRevocation(
        address who,
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        IHealthRecords.SheetSwap memory sheet
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(
                IHealthRecords.revoke,
                (patient, provider, epochs, sheet)
            );
            return _send(who, address(records), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _revokeMessage(patient, provider, epochs, sheet, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return
            _relayed(
                who,
                abi.encodeCall(IPatientRelay.revoke, (patient, provider, epochs, sheet, auth))
            );
    }

    function _sendRecords(
        address who,
        uint32 patient,
        IHealthRecords.NewRecord[] memory entries
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(IHealthRecords.addRecords, (patient, entries));
            return _send(who, address(records), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _recordsMessage(patient, entries, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return _relayed(who, abi.encodeCall(IPatientRelay.addRecords, (patient, entries, auth)));
    }

    function _sendDelegate(
        address who,
        uint32 patient,
        address delegate,
        uint16 powers,
        uint40 until
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(
                IPatients.setDelegate,
                (patient, delegate, powers, until)
            );
            return _send(who, address(patients), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _delegateMessage(patient, delegate, powers, until, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return
            _relayed(
                who,
                abi.encodeCall(IPatientRelay.setDelegate, (patient, delegate, powers, until, auth))
            );
    }

    function _sendRegistration(
        address who,
        bytes32 commitment,
        bytes32 keyDocument
    ) internal returns (bool) {
        if (!_viaRelay) {
            bytes memory call = abi.encodeCall(IPatients.register, (commitment, keyDocument));
            return _send(who, address(patients), call);
        }
        Seal memory seal = _seal(who);
        bytes32 message = _registerMessage(commitment, keyDocument, seal);
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        return
            _relayed(who, abi.encodeCall(IPatientRelay.register, (commitment, keyDocument, auth)));
    }

    /// @dev Takes back what was signed and not sent: by the signer only.
    function _cancelOrders() internal returns (bool done) {
        address who = _somebody();
        done = _send(who, address(relay), abi.encodeCall(IPatientRelay.cancelOrders, ()));
        if (done) ++_nonces[who];
    }

    function _seal(address who) private returns (Seal memory seal) {
        _fault = _chance(15) ? Fault(1 + _roll(4)) : Fault.None;
        // Replays most of all.
        if (_chance(5)) _fault = Fault.Nonce;
        seal = Seal(who, _nonces[who], _now + _roll(2 days));
        if (_fault == Fault.Deadline) seal.deadline = _now - 1;
        if (_fault == Fault.Nonce) {
            // One too many, or one that was used before.
            seal.nonce = seal.nonce == 0 || _chance(50) ? seal.nonce + 1 : _roll(seal.nonce);
        }
    }

    function _sign(
        Seal memory seal,
        bytes32 message
    ) private returns (IPatientRelay.Authorization memory) {
        if (_fault == Fault.OtherOrder) message = keccak256(abi.encode(message));
        address signer = seal.signer;
        if (_fault == Fault.ForeignKey) {
            while (signer == seal.signer) signer = _somebody();
        }
        return _authorization(seal, _keys[signer], message);
    }

    function _relayed(address who, bytes memory call) private returns (bool done) {
        done = _send(_somebody(), address(relay), call);
        if (!done) return false;
        _require(Rule.Nonces, _fault != Fault.Nonce, "an order with a wrong nonce passed");
        _require(Rule.PatientsSide, _fault != Fault.ForeignKey, "a foreign signature passed");
        _require(Rule.PatientsSide, _fault != Fault.OtherOrder, "another order's signature passed");
        _require(Rule.PatientsSide, _fault != Fault.Deadline, "an order past its deadline passed");
        ++_nonces[who];
    }
}
