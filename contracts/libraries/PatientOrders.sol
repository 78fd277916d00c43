// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../interfaces/IHealthRecords.sol";

/// @title PatientOrders: the messages that patients sign
/// @notice The EIP-712 types of every order that PatientRelay carries out, and their hashes.
/// @dev The one place with the type strings; scripts/generate.ts reads them from this file, so
/// keep the form: a constant that is the keccak256 of one or several literals.
///
/// Every order names its signer, beside being signed by them: one key may sign for two ERC-1271
/// wallets, and an order for one must not pass for the other. All fields are words, so that the
/// EIP-712 encoding of a struct without arrays is its ABI encoding.
library PatientOrders {
    bytes32 private constant REGISTER_PATIENT = keccak256(
        "RegisterPatient(address signer,bytes32 commitment,bytes32 keyDocument,uint256 nonce,"
        "uint256 deadline)"
    );
    bytes32 private constant SET_DELEGATE = keccak256(
        "SetDelegate(address signer,uint32 patient,address delegate,uint16 powers,uint40 until,"
        "uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant ADD_RECORDS = keccak256(
        "AddRecords(address signer,uint32 patient,NewRecord[] records,uint256 nonce,"
        "uint256 deadline)"
        "NewRecord(uint8 compartment,uint16 epoch,bytes32 manifest,bool amends,"
        "uint24 supersedes)"
    );
    bytes32 private constant GRANT_ACCESS = keccak256(
        "GrantAccess(address signer,uint32 patient,GrantOrder order,SheetSwap sheet,"
        "uint256 nonce,uint256 deadline)"
        "GrantOrder(uint32 provider,uint16 keyVersion,uint16 readMask,uint16 writeMask,"
        "uint8 purpose,uint32 expiresAt,uint256 epochs)"
        "SheetSwap(bytes32 expected,bytes32 next)"
    );
    bytes32 private constant APPROVE_REQUEST = keccak256(
        "ApproveRequest(address signer,uint32 patient,GrantOrder order,SheetSwap sheet,"
        "uint256 nonce,uint256 deadline)"
        "GrantOrder(uint32 provider,uint16 keyVersion,uint16 readMask,uint16 writeMask,"
        "uint8 purpose,uint32 expiresAt,uint256 epochs)"
        "SheetSwap(bytes32 expected,bytes32 next)"
    );
    bytes32 private constant DENY_REQUEST = keccak256(
        "DenyRequest(address signer,uint32 patient,uint32 provider,uint256 nonce,"
        "uint256 deadline)"
    );
    bytes32 private constant RENEW_ACCESS = keccak256(
        "RenewAccess(address signer,uint32 patient,uint32 provider,uint32 expiresAt,"
        "uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVOKE_ACCESS = keccak256(
        "RevokeAccess(address signer,uint32 patient,uint32 provider,uint256 epochs,"
        "SheetSwap sheet,uint256 nonce,uint256 deadline)"
        "SheetSwap(bytes32 expected,bytes32 next)"
    );
    bytes32 private constant NEW_RECORD = keccak256(
        "NewRecord(uint8 compartment,uint16 epoch,bytes32 manifest,bool amends,"
        "uint24 supersedes)"
    );
    bytes32 private constant GRANT_ORDER = keccak256(
        "GrantOrder(uint32 provider,uint16 keyVersion,uint16 readMask,uint16 writeMask,"
        "uint8 purpose,uint32 expiresAt,uint256 epochs)"
    );
    bytes32 private constant SHEET_SWAP = keccak256("SheetSwap(bytes32 expected,bytes32 next)");

    /// @notice What every order ends with.
    struct Seal {
        address signer;
        uint256 nonce;
        uint256 deadline;
    }

    function hashRegister(
        bytes32 commitment,
        bytes32 keyDocument,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    REGISTER_PATIENT,
                    seal.signer,
                    commitment,
                    keyDocument,
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function hashSetDelegate(
        uint32 patient,
        address delegate,
        uint16 powers,
        uint40 until,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    SET_DELEGATE,
                    seal.signer,
                    patient,
                    delegate,
                    powers,
                    until,
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function hashAddRecords(
        uint32 patient,
        IHealthRecords.NewRecord[] calldata records,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](records.length);
        for (uint256 i = 0; i < records.length; ++i) {
            hashes[i] = keccak256(abi.encode(NEW_RECORD, records[i]));
        }
        return
            keccak256(
                abi.encode(
                    ADD_RECORDS,
                    seal.signer,
                    patient,
                    keccak256(abi.encodePacked(hashes)),
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function hashGrant(
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return _hashGrantOrder(GRANT_ACCESS, patient, order, sheet, seal);
    }

    function hashApprove(
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return _hashGrantOrder(APPROVE_REQUEST, patient, order, sheet, seal);
    }

    function hashDeny(
        uint32 patient,
        uint32 provider,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(DENY_REQUEST, seal.signer, patient, provider, seal.nonce, seal.deadline)
            );
    }

    function hashRenew(
        uint32 patient,
        uint32 provider,
        uint32 expiresAt,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    RENEW_ACCESS,
                    seal.signer,
                    patient,
                    provider,
                    expiresAt,
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function hashRevoke(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        IHealthRecords.SheetSwap calldata sheet,
        Seal memory seal
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    REVOKE_ACCESS,
                    seal.signer,
                    patient,
                    provider,
                    epochs,
                    _hashSheetSwap(sheet),
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function _hashGrantOrder(
        bytes32 typeHash,
        uint32 patient,
        IHealthRecords.GrantOrder calldata order,
        IHealthRecords.SheetSwap calldata sheet,
        Seal memory seal
    ) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    typeHash,
                    seal.signer,
                    patient,
                    keccak256(abi.encode(GRANT_ORDER, order)),
                    _hashSheetSwap(sheet),
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function _hashSheetSwap(
        IHealthRecords.SheetSwap calldata sheet
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(SHEET_SWAP, sheet));
    }
}
