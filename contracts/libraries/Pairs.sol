// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../interfaces/IHealthRecords.sol";

/// @notice All that is known about one patient and one provider; 256 bits when packed.
struct Pair {
    /// The live grant; purpose None when there is none.
    IHealthRecords.Terms granted;
    /// The version of the provider's key document that the grant was sealed to.
    uint16 keyVersion;
    /// The open request; purpose None when there is none.
    IHealthRecords.Terms requested;
    /// Unix seconds; the request lapses by itself then.
    uint32 lapsesAt;
    /// The next older provider on the same list of this patient; `Pairs.LIST_END` at its end, and
    /// zero exactly while the pair is on no list.
    uint32 olderProvider;
    /// The next older patient on the provider's list; zero at its end.
    uint32 olderPatient;
}

/// @title Pairs: packing a pair of patient and provider into one word
/// @notice Packs and unpacks what is known about a patient and a provider.
/// @dev Bits 0 .. 71 granted, 72 .. 87 key version, 88 .. 159 requested, 160 .. 191 lapse,
/// 192 .. 223 older provider, 224 .. 255 older patient. Terms, from the lowest bit: read mask 16,
/// write mask 16, purpose 8, expiry 32. Packed by hand because the compiler writes a packed
/// struct field by field (2,000 gas more for a grant).
library Pairs {
    /// @notice Ends a patient's list. Providers count from 1 and never get here: 4 billion
    /// applications would come first.
    uint32 internal constant LIST_END = type(uint32).max;

    uint256 private constant _KEY_VERSION_SHIFT = 72;
    uint256 private constant _REQUESTED_SHIFT = 88;
    uint256 private constant _LAPSE_SHIFT = 160;
    uint256 private constant _OLDER_PROVIDER_SHIFT = 192;
    uint256 private constant _OLDER_PATIENT_SHIFT = 224;

    /// @notice The word of a pair.
    function pack(Pair memory pair) internal pure returns (uint256) {
        return
            _packTerms(pair.granted) |
            (uint256(pair.keyVersion) << _KEY_VERSION_SHIFT) |
            (_packTerms(pair.requested) << _REQUESTED_SHIFT) |
            (uint256(pair.lapsesAt) << _LAPSE_SHIFT) |
            (uint256(pair.olderProvider) << _OLDER_PROVIDER_SHIFT) |
            (uint256(pair.olderPatient) << _OLDER_PATIENT_SHIFT);
    }

    /// @notice The pair of a word.
    /// @dev Each narrowing cast drops the neighbouring fields above it, on purpose.
    function unpack(uint256 word) internal pure returns (Pair memory pair) {
        pair.granted = _unpackTerms(word);
        pair.keyVersion = uint16(word >> _KEY_VERSION_SHIFT);
        pair.requested = _unpackTerms(word >> _REQUESTED_SHIFT);
        pair.lapsesAt = uint32(word >> _LAPSE_SHIFT);
        pair.olderProvider = uint32(word >> _OLDER_PROVIDER_SHIFT);
        pair.olderPatient = uint32(word >> _OLDER_PATIENT_SHIFT);
    }

    /// @notice Whether there is a grant, live or lapsed.
    function isGranted(Pair memory pair) internal pure returns (bool) {
        return pair.granted.purpose != IHealthRecords.Purpose.None;
    }

    /// @notice Whether there is a grant that has not expired. The provider's standing comes on
    /// top, wherever access is decided.
    function isUnexpired(Pair memory pair) internal view returns (bool) {
        // An absent grant expires at 0, so it needs no check of its own.
        return block.timestamp < pair.granted.expiresAt;
    }

    /// @notice Whether there is a request, open or lapsed.
    function isRequested(Pair memory pair) internal pure returns (bool) {
        return pair.requested.purpose != IHealthRecords.Purpose.None;
    }

    /// @notice Whether there is a request that has not lapsed.
    function isPending(Pair memory pair) internal view returns (bool) {
        // An absent request lapses at 0, so it needs no check of its own.
        return block.timestamp < pair.lapsesAt;
    }

    /// @notice Forgets the grant, not the links.
    function clearGrant(Pair memory pair) internal pure {
        delete pair.granted;
        pair.keyVersion = 0;
    }

    /// @notice Forgets the request, not the links.
    function clearRequest(Pair memory pair) internal pure {
        delete pair.requested;
        pair.lapsesAt = 0;
    }

    function _packTerms(IHealthRecords.Terms memory terms) private pure returns (uint256) {
        return
            uint256(terms.readMask) |
            (uint256(terms.writeMask) << 16) |
            (uint256(uint8(terms.purpose)) << 32) |
            (uint256(terms.expiresAt) << 40);
    }

    function _unpackTerms(uint256 word) private pure returns (IHealthRecords.Terms memory terms) {
        terms.readMask = uint16(word);
        terms.writeMask = uint16(word >> 16);
        terms.purpose = IHealthRecords.Purpose(uint8(word >> 32));
        terms.expiresAt = uint32(word >> 40);
    }
}
