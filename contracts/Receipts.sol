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

    // Where a receipt's head holds its fields; the patient is at 0.
    uint256 private constant _PROVIDER = 32;
    uint256 private constant _DOCTOR = 64;
    uint256 private constant _SEQUENCE = 96;
    uint256 private constant _OPENED_FROM = 128;
    uint256 private constant _OPENED_UNTIL = 168;
    uint256 private constant _COUNT = 208;

    uint256 private constant _HEAD_MASK = (1 << 240) - 1;

    // The word of a pair.
    uint256 private constant _SEQUENCE_SHIFT = 40;
    uint256 private constant _WINDOW_SHIFT = 72;
    uint256 private constant _WINDOW_BITS = 160;
    uint256 private constant _WINDOW_MASK = (1 << _WINDOW_BITS) - 1;
    uint256 private constant _REF_BYTES = 3;
    /// Record references that can exist: 16 compartments of 16 bits each.
    uint256 private constant _REFS = 1 << 20;
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
    function log(
        uint256 head,
        bytes32 root,
        bytes calldata records,
        bytes calldata signature
    ) external {
        _log(head, root, records, signature);
    }

    /// @inheritdoc IReceipts
    function logMany(SignedReceipt[] calldata receipts) external {
        if (receipts.length == 0) revert ReceiptsEmpty();
        for (uint256 i = 0; i < receipts.length; ++i) {
            SignedReceipt calldata receipt = receipts[i];
            _log(receipt.head, receipt.root, receipt.records, receipt.signature);
        }
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
    function digestOf(Receipt calldata receipt) external view returns (bytes32) {
        uint256 head =
            uint256(receipt.patient) |
                (uint256(receipt.provider) << _PROVIDER) |
                (uint256(receipt.doctor) << _DOCTOR) |
                (uint256(receipt.sequence) << _SEQUENCE) |
                (uint256(receipt.openedFrom) << _OPENED_FROM) |
                (uint256(receipt.openedUntil) << _OPENED_UNTIL) |
                (uint256(receipt.count) << _COUNT);
        return _digestOf(head, receipt.root, keccak256(receipt.records));
    }

    /// @dev No check that the patient exists, or ever granted access: a receipt that concerns no
    /// patient reaches nobody, and only a registered provider can sign one. Here and below each
    /// narrowing cast of a head drops the fields above, on purpose.
    function _log(
        uint256 head,
        bytes32 root,
        bytes calldata records,
        bytes calldata signature
    ) private {
        _requireWellFormed(head, records);
        bytes32 digest = _digestOf(head, root, keccak256(records));
        address signer = _requireSigned(head, digest, signature);

        uint40 previousBlock = _accept(uint32(head), signer, uint32(head >> _SEQUENCE));
        emit ReceiptLogged(
            uint32(head),
            uint32(head >> _PROVIDER),
            signer,
            // What nobody signed isn't passed on.
            head & _HEAD_MASK,
            root,
            records,
            previousBlock
        );
    }

    function _requireWellFormed(uint256 head, bytes calldata records) private view {
        uint256 count = uint32(head >> _COUNT);
        uint256 length = records.length;
        if (count == 0 || length == 0) revert ReceiptsEmpty();
        // A record may have been opened twice in a session, but none without a leaf.
        if (length % _REF_BYTES != 0 || length / _REF_BYTES > count) {
            revert ReceiptsMalformedRecords(length);
        }
        uint256 next = 0;
        unchecked {
            // Nothing overflows: `i` stays below the calldata's length, a reference has 24 bits.
            for (uint256 i = 0; i < length; i += _REF_BYTES) {
                uint256 ref;
                assembly ("memory-safe") {
                    // The three bytes at i; what the word holds beyond them is shifted out.
                    ref := shr(232, calldataload(add(records.offset, i)))
                }
                if (ref < next) revert ReceiptsMalformedRecords(length);
                next = ref + 1;
            }
        }
        if (next > _REFS) revert ReceiptsMalformedRecords(length);
        uint40 openedFrom = uint40(head >> _OPENED_FROM);
        uint40 openedUntil = uint40(head >> _OPENED_UNTIL);
        if (openedFrom > openedUntil || openedUntil > block.timestamp + _CLOCK_SKEW) {
            revert ReceiptsInvalidPeriod(openedFrom, openedUntil);
        }
    }

    /// @dev ECDSA first: an ordinary account that EIP-7702 gave code still signs that way.
    function _requireSigned(
        uint256 head,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (address signer) {
        uint32 provider = uint32(head >> _PROVIDER);
        uint32 doctor = uint32(head >> _DOCTOR);
        (, signer, , ) = _providers.standing(provider);
        if (signer == address(0)) revert ReceiptsUnknownProvider(provider);
        if (doctor != 0) {
            (, signer, , ) = _providers.standing(doctor);
            if (!_staff.isActingFor(provider, doctor, signer)) {
                revert ReceiptsBadSignature(provider, doctor);
            }
        }
        (address recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        // A failed recovery gives the zero address, which is nobody's wallet here.
        if (recovered == signer) return signer;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature))
            revert ReceiptsBadSignature(provider, doctor);
    }

    function _digestOf(
        uint256 head,
        bytes32 root,
        bytes32 recordsHash
    ) private view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        _RECEIPT_TYPEHASH,
                        uint32(head),
                        uint32(head >> _PROVIDER),
                        uint32(head >> _DOCTOR),
                        uint32(head >> _SEQUENCE),
                        uint40(head >> _OPENED_FROM),
                        uint40(head >> _OPENED_UNTIL),
                        uint32(head >> _COUNT),
                        root,
                        recordsHash
                    )
                )
            );
    }

    function _accept(
        uint32 patient,
        address signer,
        uint32 sequence
    ) private returns (uint40 previousBlock) {
        uint256 word = _logged[patient][signer];
        uint256 highest = uint32(word >> _SEQUENCE_SHIFT);
        uint256 window = (word >> _WINDOW_SHIFT) & _WINDOW_MASK;
        unchecked {
            // Both differences are taken from the larger number.
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
