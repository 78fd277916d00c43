// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {IHealthRecords} from "./interfaces/IHealthRecords.sol";
import {IPatientRelay} from "./interfaces/IPatientRelay.sol";
import {IPatients} from "./interfaces/IPatients.sol";
import {PatientOrders} from "./libraries/PatientOrders.sol";

/// @title PatientRelay
/// @notice Lets somebody else pay for what a patient ordered and signed.
/// @dev It decides one thing only: whether the signer said this. Whether the signer may do it is
/// for the contract behind to decide, as if the signer had called it.
contract PatientRelay is IPatientRelay, EIP712, Nonces {
    address private immutable _deployer;

    address private _patients;
    address private _healthRecords;

    /// @notice Deployed first: the contracts behind it name it in their constructors.
    /// @param deployer Connects the relay. Named rather than taken from `msg.sender`, which is a
    /// factory where addresses are made deterministic with CREATE2.
    constructor(address deployer) EIP712("Health Records", "1") {
        _deployer = deployer;
    }

    /// @inheritdoc IPatientRelay
    function connectTo(address patients, address healthRecords) external {
        if (msg.sender != _deployer) revert PatientRelayNotDeployer(msg.sender);
        if (_patients != address(0)) revert PatientRelayAlreadyConnected();
        if (patients.code.length == 0) revert PatientRelayInvalidTarget(patients);
        if (healthRecords.code.length == 0 || healthRecords == patients) {
            revert PatientRelayInvalidTarget(healthRecords);
        }

        _patients = patients;
        _healthRecords = healthRecords;
        emit RelayConnected(patients, healthRecords);
    }

    /// @inheritdoc IPatientRelay
    function register(
        bytes32 commitment,
        bytes32 keyDocument,
        Authorization calldata auth
    ) external returns (bytes32 patientId) {
        _authorize(auth, PatientOrders.hashRegister(commitment, keyDocument, _seal(auth)));
        bytes memory result = _send(
            _patients,
            auth.signer,
            abi.encodeCall(IPatients.register, (commitment, keyDocument))
        );
        return abi.decode(result, (bytes32));
    }

    /// @inheritdoc IPatientRelay
    function setDelegate(
        uint32 patient,
        address delegate,
        uint16 powers,
        uint40 until,
        Authorization calldata auth
    ) external {
        _authorize(
            auth,
            PatientOrders.hashSetDelegate(patient, delegate, powers, until, _seal(auth))
        );
        _send(
            _patients,
            auth.signer,
            abi.encodeCall(IPatients.setDelegate, (patient, delegate, powers, until))
        );
    }

    /// @inheritdoc IPatientRelay
    function addRecords(
        uint32 patient,
        IHealthRecords.NewRecord[] calldata records,
        Authorization calldata auth
    ) external {
        _authorize(auth, PatientOrders.hashAddRecords(patient, records, _seal(auth)));
        _send(
            _healthRecords,
            auth.signer,
            abi.encodeCall(IHealthRecords.addRecords, (patient, records))
        );
    }

    /// @inheritdoc IPatientRelay
    function grant(
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Authorization calldata auth
    ) external {
        _authorize(auth, PatientOrders.hashGrant(patient, order, sheet, _seal(auth)));
        _send(
            _healthRecords,
            auth.signer,
            abi.encodeCall(IHealthRecords.grant, (patient, order, sheet))
        );
    }

    /// @inheritdoc IPatientRelay
    function approve(
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Authorization calldata auth
    ) external {
        _authorize(auth, PatientOrders.hashApprove(patient, order, sheet, _seal(auth)));
        _send(
            _healthRecords,
            auth.signer,
            abi.encodeCall(IHealthRecords.approve, (patient, order, sheet))
        );
    }

    /// @inheritdoc IPatientRelay
    function deny(uint32 patient, uint32 provider, Authorization calldata auth) external {
        _authorize(auth, PatientOrders.hashDeny(patient, provider, _seal(auth)));
        _send(
            _healthRecords,
            auth.signer,
            abi.encodeCall(IHealthRecords.deny, (patient, provider))
        );
    }

    /// @inheritdoc IPatientRelay
    function renew(
        uint32 patient,
        uint32 provider,
        uint32 expiresAt,
        Authorization calldata auth
    ) external {
        _authorize(auth, PatientOrders.hashRenew(patient, provider, expiresAt, _seal(auth)));
        _send(
            _healthRecords,
            auth.signer,
            abi.encodeCall(IHealthRecords.renew, (patient, provider, expiresAt))
        );
    }

    /// @inheritdoc IPatientRelay
    function revoke(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        IHealthRecords.SheetSwap calldata sheet,
        Authorization calldata auth
    ) external {
        _authorize(auth, PatientOrders.hashRevoke(patient, provider, epochs, sheet, _seal(auth)));
        _send(
            _healthRecords,
            auth.signer,
            abi.encodeCall(IHealthRecords.revoke, (patient, provider, epochs, sheet))
        );
    }

    /// @inheritdoc IPatientRelay
    function cancelOrders() external {
        emit OrdersCancelled(msg.sender, _useNonce(msg.sender));
    }

    /// @inheritdoc IPatientRelay
    function targets() external view returns (address patients, address healthRecords) {
        return (_patients, _healthRecords);
    }

    /// @dev Checks deadline, signature and nonce, and uses the nonce up.
    function _authorize(Authorization calldata auth, bytes32 orderHash) private {
        if (block.timestamp > auth.deadline) revert PatientRelayExpired(auth.deadline);
        if (!_isSignedBy(auth.signer, _hashTypedDataV4(orderHash), auth.signature)) {
            revert PatientRelayBadSignature(auth.signer);
        }
        _useCheckedNonce(auth.signer, auth.nonce);
        emit OrderRelayed(auth.signer, msg.sender, auth.nonce);
    }

    /// @dev Calls a target on the signer's behalf (ERC-2771). A revert there comes back as it is.
    function _send(
        address target,
        address signer,
        bytes memory order
    ) private returns (bytes memory) {
        if (target == address(0)) revert PatientRelayNotConnected();
        return Address.functionCall(target, abi.encodePacked(order, signer));
    }

    /// @dev Not `isValidSignatureNow`, which never tries ECDSA for an account with code.
    function _isSignedBy(
        address signer,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(
            digest,
            signature
        );
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    function _seal(Authorization calldata auth) private pure returns (PatientOrders.Seal memory) {
        return PatientOrders.Seal(auth.signer, auth.nonce, auth.deadline);
    }
}
