// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {IReceipts} from "./interfaces/IReceipts.sol";
import {IStaff} from "./interfaces/IStaff.sol";

/// @title Receipts: accepted once, kept as events
/// @notice What was opened, as the provider signed it.
/// @dev One word per (patient, signer): bits 0 .. 39 block of the last receipt, 40 .. 71 highest
/// sequence, 72 .. 231 the window: bit i says that sequence (highest - i) was accepted.
contract Receipts is IReceipts, EIP712 {
    bytes32 private constant _RECEIPT_TYPEHASH = keccak256(
        "Receipt(uint32 patient,uint32 provider,uint32 doctor,uint32 sequence,uint40 openedFrom,uint40 openedUntil,uint32 count,bytes32 root,bytes records)"
    );

    uint256 private constant _SEQUENCE_SHIFT = 40;
    uint256 private constant _WINDOW_SHIFT = 72;
    uint256 private constant _WINDOW_BITS = 160;
    uint256 private constant _WINDOW_MASK = (1 << _WINDOW_BITS) - 1;
    uint256 private constant _REF_BYTES = 3;
    /// How far a signer's clock may be ahead of the chain's.
    uint256 private constant _CLOCK_SKEW = 10 minutes;

    IProviders private immutable _providers;
    IStaff private immutable _staff;

    mapping(uint32 patient => mapping(address signer => uint256 word)) private _logged;

    constructor(IProviders providers, IStaff staff) EIP712("HealthRecords Receipts", "1") {
        _providers = providers;
        _staff = staff;
    }

    /// @inheritdoc IReceipts
    function log(Receipt calldata receipt, bytes calldata signature) external {
        _log(receipt, signature);
    }

    /// @inheritdoc IReceipts
    function logMany(Receipt[] calldata receipts, bytes[] calldata signatures) external {
        if (receipts.length == 0) revert ReceiptsEmpty();
        if (receipts.length != signatures.length) {
            revert ReceiptsUnevenBatch(receipts.length, signatures.length);
        }
        for (uint256 i = 0; i < receipts.length; ++i) _log(receipts[i], signatures[i]);
    }

    /// @inheritdoc IReceipts
    function lastOf(
        uint32 patient,
        address signer
    ) external view returns (uint32 sequence, uint40 lastEventBlock) {
        uint256 word = _logged[patient][signer];
        // Narrowing drops the fields above, on purpose.
        return (uint32(word >> _SEQUENCE_SHIFT), uint40(word));
    }

    /// @inheritdoc IReceipts
    function isLogged(
        uint32 patient,
        address signer,
        uint32 sequence
    ) external view returns (bool) {
        uint256 word = _logged[patient][signer];
        uint256 highest = uint32(word >> _SEQUENCE_SHIFT);
        if (sequence > highest) return false;
        uint256 age = highest - sequence;
        // Older than the window counts as logged: it can't be any more.
        return sequence != 0 && (age >= _WINDOW_BITS || _isSet(word, age));
    }

    /// @inheritdoc IReceipts
    function digestOf(Receipt calldata receipt) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        _RECEIPT_TYPEHASH,
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
                )
            );
    }

    /// @dev No check that the patient exists, or ever granted access: a receipt that concerns no
    /// patient reaches nobody, and only a registered provider can sign one.
    function _log(Receipt calldata receipt, bytes calldata signature) private {
        _requireWellFormed(receipt);
        address signer = _requireSigned(receipt, signature);

        uint40 previousBlock = _accept(receipt.patient, signer, receipt.sequence);
        emit ReceiptLogged(
            receipt.patient,
            receipt.provider,
            signer,
            receipt.doctor,
            receipt.sequence,
            receipt.openedFrom,
            receipt.openedUntil,
            receipt.count,
            receipt.root,
            receipt.records,
            previousBlock
        );
    }

    function _requireWellFormed(Receipt calldata receipt) private view {
        bytes calldata records = receipt.records;
        if (receipt.count == 0 || records.length == 0) revert ReceiptsEmpty();
        // A record may have been opened twice in a session, but none without a leaf.
        if (records.length % _REF_BYTES != 0 || records.length / _REF_BYTES > receipt.count) {
            revert ReceiptsMalformedRecords(records.length);
        }
        uint256 previous;
        for (uint256 i = 0; i < records.length; i += _REF_BYTES) {
            uint256 ref = uint24(bytes3(records[i:i + _REF_BYTES]));
            if (i != 0 && ref <= previous) revert ReceiptsMalformedRecords(records.length);
            previous = ref;
        }
        if (
            receipt.openedFrom > receipt.openedUntil ||
            receipt.openedUntil > block.timestamp + _CLOCK_SKEW
        ) revert ReceiptsInvalidPeriod(receipt.openedFrom, receipt.openedUntil);
    }

    /// @dev ECDSA first: an ordinary account that EIP-7702 gave code still signs that way.
    function _requireSigned(
        Receipt calldata receipt,
        bytes calldata signature
    ) private view returns (address signer) {
        (, signer, , ) = _providers.standing(receipt.provider);
        if (signer == address(0)) revert ReceiptsUnknownProvider(receipt.provider);
        if (receipt.doctor != 0) {
            (, signer, , ) = _providers.standing(receipt.doctor);
            if (!_staff.isActingFor(receipt.provider, receipt.doctor, signer)) {
                revert ReceiptsBadSignature(receipt.provider, receipt.doctor);
            }
        }
        bytes32 digest = digestOf(receipt);
        (address recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        // A failed recovery gives the zero address, which is nobody's wallet here.
        if (recovered == signer) return signer;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature)) {
            revert ReceiptsBadSignature(receipt.provider, receipt.doctor);
        }
    }

    function _accept(
        uint32 patient,
        address signer,
        uint32 sequence
    ) private returns (uint40 previousBlock) {
        uint256 word = _logged[patient][signer];
        uint256 highest = uint32(word >> _SEQUENCE_SHIFT);
        uint256 window = (word >> _WINDOW_SHIFT) & _WINDOW_MASK;
        if (sequence > highest) {
            // Shifting by more than a word gives zero, which is right: all of it is too old.
            window = ((window << (sequence - highest)) | 1) & _WINDOW_MASK;
            highest = sequence;
        } else {
            uint256 age = highest - sequence;
            if (sequence == 0 || age >= _WINDOW_BITS) {
                revert ReceiptsTooOld(patient, signer, sequence);
            }
            if (_isSet(word, age)) revert ReceiptsAlreadyLogged(patient, signer, sequence);
            window |= 1 << age;
        }
        previousBlock = uint40(word);
        // A block number fits 40 bits for 400,000 years of 12-second blocks.
        _logged[patient][signer] =
            block.number |
            (highest << _SEQUENCE_SHIFT) |
            (window << _WINDOW_SHIFT);
    }

    function _isSet(uint256 word, uint256 age) private pure returns (bool) {
        return (word >> (_WINDOW_SHIFT + age)) & 1 != 0;
    }
}
