// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IPatientRelay} from "../../../../contracts/interfaces/IPatientRelay.sol";
import {SignedOrders} from "../support/SignedOrders.sol";

/// @title OrdersFuzz: a signed order is that order, and no other
/// @notice For each order of the relay: as signed, the signature holds; with any one field changed
/// (those of the order, signer, nonce, deadline, a bit of the signature), it doesn't.
contract OrdersFuzz is SignedOrders {
    /// @dev Whatever the contracts behind think of the order, the signature was not the reason.
    string private constant _HOLDS = "a signature was refused";
    string private constant _FAILS = "a signature held for a changed order";

    address private _signer;

    function setUp() external {
        _deploy();
        _signer = _account("patient");
    }

    function testFuzz_register(
        bytes32 commitment,
        bytes32 keyDocument,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _registerMessage(commitment, keyDocument, _seal(seal))
        );
        bytes memory good = abi.encodeCall(IPatientRelay.register, (commitment, keyDocument, auth));
        field %= 6;
        if (field == 0) commitment = _flip(commitment, change);
        else if (field == 1) keyDocument = _flip(keyDocument, change);
        else _changeSeal(auth, field - 2, change);
        _check(good, abi.encodeCall(IPatientRelay.register, (commitment, keyDocument, auth)), auth);
    }

    function testFuzz_setDelegate(
        uint32 patient,
        address delegate,
        uint16 powers,
        uint40 until,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _delegateMessage(patient, delegate, powers, until, _seal(seal))
        );
        bytes memory good = abi.encodeCall(
            IPatientRelay.setDelegate,
            (patient, delegate, powers, until, auth)
        );
        field %= 8;
        if (field == 0) patient ^= uint32(_bit(change, 32));
        else if (field == 1) delegate = address(uint160(delegate) ^ uint160(_bit(change, 160)));
        else if (field == 2) powers ^= uint16(_bit(change, 16));
        else if (field == 3) until ^= uint40(_bit(change, 40));
        else _changeSeal(auth, field - 4, change);
        bytes memory changed = abi.encodeCall(
            IPatientRelay.setDelegate,
            (patient, delegate, powers, until, auth)
        );
        _check(good, changed, auth);
    }

    function testFuzz_addRecords(
        uint32 patient,
        IHealthRecords.NewRecord[3] memory three,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IHealthRecords.NewRecord[] memory entries = new IHealthRecords.NewRecord[](change % 4);
        for (uint256 i = 0; i < entries.length; ++i) entries[i] = three[i];
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _recordsMessage(patient, entries, _seal(seal))
        );
        bytes memory good = abi.encodeCall(IPatientRelay.addRecords, (patient, entries, auth));
        field %= 11;
        uint256 one = entries.length == 0 ? 0 : (change >> 8) % entries.length;
        if (field == 0) patient ^= uint32(_bit(change, 32));
        else if (field < 5) _changeSeal(auth, field - 1, change);
        else if (field == 5 || entries.length == 0) entries = _longer(entries);
        else if (field == 6) entries[one].compartment ^= uint8(_bit(change, 8));
        else if (field == 7) entries[one].epoch ^= uint16(_bit(change, 16));
        else if (field == 8) entries[one].manifest = _flip(entries[one].manifest, change);
        else if (field == 9) entries[one].amends = !entries[one].amends;
        else entries[one].supersedes ^= uint24(_bit(change, 24));
        _check(good, abi.encodeCall(IPatientRelay.addRecords, (patient, entries, auth)), auth);
    }

    function testFuzz_grantAndApprove(
        bool approval,
        uint32 patient,
        uint256 terms,
        uint256 epochs,
        IHealthRecords.SheetSwap memory sheet,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IHealthRecords.GrantOrder memory order = IHealthRecords.GrantOrder({
            provider: uint32(terms),
            keyVersion: uint16(terms >> 32),
            readMask: uint16(terms >> 48),
            writeMask: uint16(terms >> 64),
            purpose: IHealthRecords.Purpose((terms >> 80) % 7),
            expiresAt: uint32(terms >> 88),
            epochs: epochs
        });
        bytes32 message = _grantMessage(
            approval ? "ApproveRequest" : "GrantAccess",
            patient,
            order,
            sheet,
            _seal(seal)
        );
        IPatientRelay.Authorization memory auth = _sign(seal, message);
        bytes memory good = _grantCall(approval, patient, order, sheet, auth);
        field %= 15;
        if (field == 0) patient ^= uint32(_bit(change, 32));
        else if (field < 5) _changeSeal(auth, field - 1, change);
        else if (field == 5) order.provider ^= uint32(_bit(change, 32));
        else if (field == 6) order.keyVersion ^= uint16(_bit(change, 16));
        else if (field == 7) order.readMask ^= uint16(_bit(change, 16));
        else if (field == 8) order.writeMask ^= uint16(_bit(change, 16));
        else if (field == 9) {
            order.purpose = IHealthRecords.Purpose((uint8(order.purpose) + 1 + (change % 6)) % 7);
        } else if (field == 10) order.expiresAt ^= uint32(_bit(change, 32));
        else if (field == 11) order.epochs ^= _bit(change, 256);
        else if (field == 12) sheet.expected = _flip(sheet.expected, change);
        else if (field == 13)
            sheet.next = _flip(sheet.next, change);
            // A signed grant is no approval, and the other way round.
        else approval = !approval;
        _check(good, _grantCall(approval, patient, order, sheet, auth), auth);
    }

    function testFuzz_deny(
        uint32 patient,
        uint32 provider,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _denyMessage(patient, provider, _seal(seal))
        );
        bytes memory good = abi.encodeCall(IPatientRelay.deny, (patient, provider, auth));
        field %= 6;
        if (field == 0) patient ^= uint32(_bit(change, 32));
        else if (field == 1) provider ^= uint32(_bit(change, 32));
        else _changeSeal(auth, field - 2, change);
        _check(good, abi.encodeCall(IPatientRelay.deny, (patient, provider, auth)), auth);
    }

    function testFuzz_renew(
        uint32 patient,
        uint32 provider,
        uint32 expiresAt,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _renewMessage(patient, provider, expiresAt, _seal(seal))
        );
        bytes memory good = abi.encodeCall(
            IPatientRelay.renew,
            (patient, provider, expiresAt, auth)
        );
        field %= 7;
        if (field == 0) patient ^= uint32(_bit(change, 32));
        else if (field == 1) provider ^= uint32(_bit(change, 32));
        else if (field == 2) expiresAt ^= uint32(_bit(change, 32));
        else _changeSeal(auth, field - 3, change);
        bytes memory changed = abi.encodeCall(
            IPatientRelay.renew,
            (patient, provider, expiresAt, auth)
        );
        _check(good, changed, auth);
    }

    function testFuzz_revoke(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        IHealthRecords.SheetSwap memory sheet,
        Seal memory seal,
        uint256 field,
        uint256 change
    ) external {
        IPatientRelay.Authorization memory auth = _sign(
            seal,
            _revokeMessage(patient, provider, epochs, sheet, _seal(seal))
        );
        bytes memory good = abi.encodeCall(
            IPatientRelay.revoke,
            (patient, provider, epochs, sheet, auth)
        );
        field %= 9;
        if (field == 0) patient ^= uint32(_bit(change, 32));
        else if (field == 1) provider ^= uint32(_bit(change, 32));
        else if (field == 2) epochs ^= _bit(change, 256);
        else if (field == 3) sheet.expected = _flip(sheet.expected, change);
        else if (field == 4) sheet.next = _flip(sheet.next, change);
        else _changeSeal(auth, field - 5, change);
        bytes memory changed = abi.encodeCall(
            IPatientRelay.revoke,
            (patient, provider, epochs, sheet, auth)
        );
        _check(good, changed, auth);
    }

    function testFuzz_anotherChainOrRelayIsAnotherMessage(
        bytes32 commitment,
        Seal memory seal,
        uint64 chainId,
        address other,
        bool sameChain
    ) external {
        // One of the two differs.
        if (sameChain) chainId = uint64(block.chainid);
        else other = address(relay);
        bytes32 message = _registerMessage(commitment, "keys", _seal(seal));
        bytes32 digest = _digest(_domain("Health Records", chainId, other), message);
        IPatientRelay.Authorization memory auth = IPatientRelay.Authorization(
            seal.signer,
            seal.nonce,
            seal.deadline,
            _signature(_key("patient"), digest)
        );
        bool same = chainId == block.chainid && other == address(relay);
        bytes memory call = abi.encodeCall(IPatientRelay.register, (commitment, "keys", auth));
        assertEq(_isBadSignature(call, seal.signer), !same, "another chain's or relay's message");
    }

    // --- Inside ----------------------------------------------------------------------------------

    function _check(
        bytes memory good,
        bytes memory changed,
        IPatientRelay.Authorization memory auth
    ) private {
        assertTrue(_isBadSignature(changed, auth.signer), _FAILS);
        assertTrue(!_isBadSignature(good, _signer), _HOLDS);
    }

    function _isBadSignature(bytes memory call, address signer) private returns (bool) {
        (bool done, bytes memory reason) = address(relay).call(call);
        bytes memory bad = abi.encodeWithSelector(
            IPatientRelay.PatientRelayBadSignature.selector,
            signer
        );
        return !done && keccak256(reason) == keccak256(bad);
    }

    /// @dev The fuzzer's nonce and deadline, made possible; in place, and returned.
    function _seal(Seal memory seal) private view returns (Seal memory) {
        seal.signer = _signer;
        seal.deadline = bound(seal.deadline, START, type(uint128).max);
        if (seal.nonce % 2 == 0) seal.nonce = 0;
        return seal;
    }

    function _sign(
        Seal memory seal,
        bytes32 message
    ) private view returns (IPatientRelay.Authorization memory) {
        return _authorization(seal, _key("patient"), message);
    }

    function _changeSeal(
        IPatientRelay.Authorization memory auth,
        uint256 field,
        uint256 change
    ) private pure {
        if (field == 0) auth.signer = address(uint160(auth.signer) ^ uint160(_bit(change, 160)));
        else if (field == 1) auth.nonce ^= _bit(change, 256);
        else if (field == 2) auth.deadline += 1 + (change % 1000);
        else {
            // A new array: the signed call holds the old one.
            bytes memory signature = bytes.concat(auth.signature);
            uint256 place = change % signature.length;
            signature[place] ^= bytes1(uint8(_bit(change >> 8, 8)));
            auth.signature = signature;
        }
    }

    function _grantCall(
        bool approval,
        uint32 patient,
        IHealthRecords.GrantOrder memory order,
        IHealthRecords.SheetSwap memory sheet,
        IPatientRelay.Authorization memory auth
    ) private pure returns (bytes memory) {
        return
            approval
                ? abi.encodeCall(IPatientRelay.approve, (patient, order, sheet, auth))
                : abi.encodeCall(IPatientRelay.grant, (patient, order, sheet, auth));
    }

    function _longer(
        IHealthRecords.NewRecord[] memory entries
    ) private pure returns (IHealthRecords.NewRecord[] memory longer) {
        longer = new IHealthRecords.NewRecord[](entries.length + 1);
        for (uint256 i = 0; i < entries.length; ++i) longer[i] = entries[i];
    }

    function _flip(bytes32 word, uint256 change) private pure returns (bytes32) {
        return word ^ bytes32(_bit(change, 256));
    }

    function _bit(uint256 change, uint256 width) private pure returns (uint256) {
        return 1 << (change % width);
    }
}
