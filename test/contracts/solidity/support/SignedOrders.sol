// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IPatientRelay} from "../../../../contracts/interfaces/IPatientRelay.sol";
import {IReceipts} from "../../../../contracts/interfaces/IReceipts.sol";
import {SystemFixture} from "./SystemFixture.sol";

/// @title SignedOrders: what a wallet computes before it signs
/// @notice The EIP-712 messages, written out a second time: nothing of the contracts' own hashing
/// is used here, so that a wrong type string there shows.
abstract contract SignedOrders is SystemFixture {
    string private constant _DOMAIN =
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    string private constant _ORDER =
        "GrantOrder(uint32 provider,uint16 keyVersion,uint16 readMask,uint16 writeMask,uint8 purpose,uint32 expiresAt,uint256 epochs)";
    string private constant _SHEET = "SheetSwap(bytes32 expected,bytes32 next)";
    string private constant _RECORD =
        "NewRecord(uint8 compartment,uint16 epoch,bytes32 manifest,bool amends,uint24 supersedes)";
    string private constant _END = "uint256 nonce,uint256 deadline)";

    /// @dev The part of an authorization that is signed.
    struct Seal {
        address signer;
        uint256 nonce;
        uint256 deadline;
    }

    function _domain(
        string memory name,
        uint256 chainId,
        address target
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(bytes(_DOMAIN)),
                    keccak256(bytes(name)),
                    keccak256("1"),
                    chainId,
                    target
                )
            );
    }

    function _digest(bytes32 domain, bytes32 message) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _orderDigest(bytes32 message) internal view returns (bytes32) {
        return _digest(_domain("Health Records", block.chainid, address(relay)), message);
    }

    function _signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _authorization(
        Seal memory seal,
        uint256 key,
        bytes32 message
    ) internal view returns (IPatientRelay.Authorization memory) {
        bytes memory signature = _signature(key, _orderDigest(message));
        return IPatientRelay.Authorization(seal.signer, seal.nonce, seal.deadline, signature);
    }

    function _registerMessage(
        bytes32 commitment,
        bytes32 keyDocument,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked(
                "RegisterPatient(address signer,bytes32 commitment,bytes32 keyDocument,",
                _END
            )
        );
        return
            keccak256(
                abi.encode(kind, seal.signer, commitment, keyDocument, seal.nonce, seal.deadline)
            );
    }

    function _delegateMessage(
        uint32 patient,
        address delegate,
        uint16 powers,
        uint40 until,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked(
                "SetDelegate(address signer,uint32 patient,address delegate,uint16 powers,uint40 until,",
                _END
            )
        );
        return
            keccak256(
                abi.encode(
                    kind,
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

    function _recordsMessage(
        uint32 patient,
        IHealthRecords.NewRecord[] memory entries,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked(
                "AddRecords(address signer,uint32 patient,NewRecord[] records,",
                _END,
                _RECORD
            )
        );
        bytes memory hashes;
        for (uint256 i = 0; i < entries.length; ++i) {
            IHealthRecords.NewRecord memory entry = entries[i];
            hashes = abi.encodePacked(
                hashes,
                keccak256(
                    abi.encode(
                        keccak256(bytes(_RECORD)),
                        entry.compartment,
                        entry.epoch,
                        entry.manifest,
                        entry.amends,
                        entry.supersedes
                    )
                )
            );
        }
        return
            keccak256(
                abi.encode(kind, seal.signer, patient, keccak256(hashes), seal.nonce, seal.deadline)
            );
    }

    /// @param name "GrantAccess" or "ApproveRequest".
    function _grantMessage(
        string memory name,
        uint32 patient,
        IHealthRecords.GrantOrder memory order,
        IHealthRecords.SheetSwap memory sheet,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked(
                name,
                "(address signer,uint32 patient,GrantOrder order,SheetSwap sheet,",
                _END,
                _ORDER,
                _SHEET
            )
        );
        bytes32 hash = keccak256(
            abi.encode(
                keccak256(bytes(_ORDER)),
                order.provider,
                order.keyVersion,
                order.readMask,
                order.writeMask,
                uint8(order.purpose),
                order.expiresAt,
                order.epochs
            )
        );
        return
            keccak256(
                abi.encode(
                    kind,
                    seal.signer,
                    patient,
                    hash,
                    _sheetHash(sheet),
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function _denyMessage(
        uint32 patient,
        uint32 provider,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked("DenyRequest(address signer,uint32 patient,uint32 provider,", _END)
        );
        return
            keccak256(abi.encode(kind, seal.signer, patient, provider, seal.nonce, seal.deadline));
    }

    function _renewMessage(
        uint32 patient,
        uint32 provider,
        uint32 expiresAt,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked(
                "RenewAccess(address signer,uint32 patient,uint32 provider,uint32 expiresAt,",
                _END
            )
        );
        return
            keccak256(
                abi.encode(
                    kind,
                    seal.signer,
                    patient,
                    provider,
                    expiresAt,
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function _revokeMessage(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        IHealthRecords.SheetSwap memory sheet,
        Seal memory seal
    ) internal pure returns (bytes32) {
        bytes32 kind = keccak256(
            abi.encodePacked(
                "RevokeAccess(address signer,uint32 patient,uint32 provider,uint256 epochs,SheetSwap sheet,",
                _END,
                _SHEET
            )
        );
        return
            keccak256(
                abi.encode(
                    kind,
                    seal.signer,
                    patient,
                    provider,
                    epochs,
                    _sheetHash(sheet),
                    seal.nonce,
                    seal.deadline
                )
            );
    }

    function _receiptDigest(IReceipts.Receipt memory receipt) internal view returns (bytes32) {
        bytes32 kind = keccak256(
            "Receipt(uint32 patient,uint32 provider,uint32 doctor,uint32 sequence,uint40 openedFrom,uint40 openedUntil,uint32 count,bytes32 root,bytes records)"
        );
        bytes32 message = keccak256(
            abi.encode(
                kind,
                receipt.patient,
                receipt.provider,
                receipt.doctor,
                receipt.sequence,
                receipt.openedFrom,
                receipt.openedUntil,
                receipt.count,
                receipt.root,
                keccak256(receipt.records)
            )
        );
        return
            _digest(_domain("HealthRecords Receipts", block.chainid, address(receipts)), message);
    }

    /// @dev The small fields of a receipt, packed as `Receipts.log` takes them.
    function _receiptHead(IReceipts.Receipt memory receipt) internal pure returns (uint256) {
        return
            uint256(
                bytes32(
                    abi.encodePacked(
                        uint16(0),
                        receipt.count,
                        receipt.openedUntil,
                        receipt.openedFrom,
                        receipt.sequence,
                        receipt.doctor,
                        receipt.provider,
                        receipt.patient
                    )
                )
            );
    }

    function _sheetHash(IHealthRecords.SheetSwap memory sheet) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(_SHEET)), sheet.expected, sheet.next));
    }
}
