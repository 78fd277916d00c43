// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../interfaces/IHealthRecords.sol";

/// @notice All that is known about one patient and one provider, in one word.
/// @dev From the lowest bit. The grant: read mask 16, write mask 16, purpose 4, expiry 32 (Unix
/// seconds), key version 16. The request: read mask 16, write mask 16, purpose 4, wished expiry 20
/// and lapse 20 (both in hours since 1970, so until 2089). The block of the pair's last event: 32.
/// The links: next older provider on the patient's list 32, next older patient on the provider's
/// list 32. An absent grant or request is all zero. Packed by hand because the compiler reads and
/// writes a packed struct field by field, which costs a grant some thousand gas.
type Pair is uint256;

using Pairs for Pair global;
using {equalPairs as ==} for Pair global;

/// @title Pairs: reading and changing the word of a pair
/// @notice Packs and unpacks what is known about a patient and a provider.
/// @dev Every narrowing cast here drops the neighbouring fields above, on purpose.
library Pairs {
    /// @notice Ends a patient's list, so that a link of zero says "on no list". Providers count
    /// from 1 and never get here: 4 billion applications would come first.
    uint32 internal constant LIST_END = type(uint32).max;

    /// @notice The last time that a request can name: whole hours of 20 bits.
    uint256 internal constant MAX_REQUEST_TIME = ((1 << 20) - 1) * 1 hours;

    uint256 private constant _WRITE_MASK = 16;
    uint256 private constant _PURPOSE = 32;
    uint256 private constant _EXPIRY = 36;
    uint256 private constant _KEY_VERSION = 68;
    uint256 private constant _REQUEST = 84;
    uint256 private constant _LAPSE = 140;
    uint256 private constant _EVENT_BLOCK = 160;
    uint256 private constant _OLDER_PROVIDER = 192;
    uint256 private constant _OLDER_PATIENT = 224;

    uint256 private constant _PURPOSE_BITS = 0xf;
    uint256 private constant _HOURS_BITS = 0xfffff;
    uint256 private constant _GRANT_BITS = (1 << _REQUEST) - 1;
    uint256 private constant _REQUEST_BITS = ((1 << _EVENT_BLOCK) - 1) ^ _GRANT_BITS;
    uint256 private constant _EXPIRY_BITS = uint256(type(uint32).max) << _EXPIRY;
    uint256 private constant _EVENT_BLOCK_BITS = uint256(type(uint32).max) << _EVENT_BLOCK;

    /// @notice The same pair with its last event in this block.
    function withEvent(Pair pair) internal view returns (Pair) {
        uint256 rest = Pair.unwrap(pair) & ~_EVENT_BLOCK_BITS;
        // A block number fits 32 bits for 1,600 years of 12-second blocks.
        return Pair.wrap(rest | (block.number << _EVENT_BLOCK));
    }

    /// @notice The block of the pair's last event; zero before the first.
    function lastEventBlock(Pair pair) internal pure returns (uint40) {
        return uint32(Pair.unwrap(pair) >> _EVENT_BLOCK);
    }

    // --- The grant -----------------------------------------------------------------------------

    /// @notice Whether there is a grant, live or lapsed.
    function isGranted(Pair pair) internal pure returns (bool) {
        return _purposeIn(Pair.unwrap(pair)) != 0;
    }

    /// @notice Whether there is a grant that has not expired. The provider's standing comes on
    /// top, wherever access is decided.
    function isUnexpired(Pair pair) internal view returns (bool) {
        // An absent grant expires at 0, so it needs no check of its own.
        return block.timestamp < expiresAt(pair);
    }

    /// @notice The compartments that the grant reads, live or lapsed.
    function readMask(Pair pair) internal pure returns (uint16) {
        return uint16(Pair.unwrap(pair));
    }

    /// @notice The compartments that the grant writes, live or lapsed.
    function writeMask(Pair pair) internal pure returns (uint16) {
        return uint16(Pair.unwrap(pair) >> _WRITE_MASK);
    }

    /// @notice When the grant ends by itself; Unix seconds.
    function expiresAt(Pair pair) internal pure returns (uint32) {
        return uint32(Pair.unwrap(pair) >> _EXPIRY);
    }

    /// @notice Whether new terms end something of a grant that has not expired, apart from reading:
    /// they write less, or end sooner.
    function losesBy(Pair pair, IHealthRecords.Terms memory terms) internal view returns (bool) {
        if (!isUnexpired(pair)) return false;
        return writeMask(pair) & ~terms.writeMask != 0 || terms.expiresAt < expiresAt(pair);
    }

    /// @notice The version of the provider's key document that the grant was sealed to.
    function keyVersion(Pair pair) internal pure returns (uint16) {
        return uint16(Pair.unwrap(pair) >> _KEY_VERSION);
    }

    /// @notice The terms of the grant, live or lapsed.
    function granted(Pair pair) internal pure returns (IHealthRecords.Terms memory terms) {
        terms = _unpackScope(Pair.unwrap(pair));
        terms.expiresAt = expiresAt(pair);
    }

    /// @notice The same pair with this grant in place of the old one.
    function withGrant(
        Pair pair,
        IHealthRecords.Terms memory terms,
        uint16 version
    ) internal pure returns (Pair) {
        uint256 rest = Pair.unwrap(pair) & ~_GRANT_BITS;
        uint256 times = (uint256(terms.expiresAt) << _EXPIRY) | (uint256(version) << _KEY_VERSION);
        return Pair.wrap(rest | _packScope(terms) | times);
    }

    /// @notice The same pair with the grant ending at another time.
    function withExpiry(Pair pair, uint32 end) internal pure returns (Pair) {
        uint256 rest = Pair.unwrap(pair) & ~_EXPIRY_BITS;
        return Pair.wrap(rest | (uint256(end) << _EXPIRY));
    }

    /// @notice The same pair without a grant.
    function withoutGrant(Pair pair) internal pure returns (Pair) {
        return Pair.wrap(Pair.unwrap(pair) & ~_GRANT_BITS);
    }

    // --- The request ---------------------------------------------------------------------------

    /// @notice Whether there is a request, open or lapsed.
    function isRequested(Pair pair) internal pure returns (bool) {
        return _purposeIn(Pair.unwrap(pair) >> _REQUEST) != 0;
    }

    /// @notice Whether there is a request that has not lapsed.
    function isPending(Pair pair) internal view returns (bool) {
        // An absent request lapses at 0, so it needs no check of its own.
        return block.timestamp < lapsesAt(pair);
    }

    /// @notice When the request lapses by itself; Unix seconds.
    function lapsesAt(Pair pair) internal pure returns (uint32) {
        return uint32(((Pair.unwrap(pair) >> _LAPSE) & _HOURS_BITS) * 1 hours);
    }

    /// @notice The terms of the request, open or lapsed.
    function requested(Pair pair) internal pure returns (IHealthRecords.Terms memory terms) {
        uint256 word = Pair.unwrap(pair) >> _REQUEST;
        terms = _unpackScope(word);
        terms.expiresAt = uint32(((word >> _EXPIRY) & _HOURS_BITS) * 1 hours);
    }

    /// @notice The same pair with this request in place of the old one. Both times are whole
    /// hours up to MAX_REQUEST_TIME.
    function withRequest(
        Pair pair,
        IHealthRecords.Terms memory terms,
        uint32 lapsesAt_
    ) internal pure returns (Pair) {
        uint256 rest = Pair.unwrap(pair) & ~_REQUEST_BITS;
        uint256 wished = uint256(terms.expiresAt / 1 hours) << _EXPIRY;
        uint256 lapse = uint256(lapsesAt_ / 1 hours) << _LAPSE;
        return Pair.wrap(rest | ((_packScope(terms) | wished) << _REQUEST) | lapse);
    }

    /// @notice The same pair without a request.
    function withoutRequest(Pair pair) internal pure returns (Pair) {
        return Pair.wrap(Pair.unwrap(pair) & ~_REQUEST_BITS);
    }

    // --- The links -----------------------------------------------------------------------------

    /// @notice Whether the pair is on both lists; once there, it stays for ever.
    function isLinked(Pair pair) internal pure returns (bool) {
        return olderProvider(pair) != 0;
    }

    /// @notice The next older provider on the same list of this patient, or LIST_END.
    function olderProvider(Pair pair) internal pure returns (uint32) {
        return uint32(Pair.unwrap(pair) >> _OLDER_PROVIDER);
    }

    /// @notice The next older patient on the provider's list; zero at its end.
    function olderPatient(Pair pair) internal pure returns (uint32) {
        return uint32(Pair.unwrap(pair) >> _OLDER_PATIENT);
    }

    /// @notice The same pair, linked to the former heads of both lists (zero: there was none).
    /// Only for a pair that is on no list.
    function withLinks(
        Pair pair,
        uint32 formerProvider,
        uint32 formerPatient
    ) internal pure returns (Pair) {
        uint256 older = formerProvider == 0 ? LIST_END : formerProvider;
        return
            Pair.wrap(
                Pair.unwrap(pair) |
                    (older << _OLDER_PROVIDER) |
                    (uint256(formerPatient) << _OLDER_PATIENT)
            );
    }

    function _purposeIn(uint256 word) private pure returns (uint256) {
        return (word >> _PURPOSE) & _PURPOSE_BITS;
    }

    /// @dev Masks and purpose, which grant and request pack alike.
    function _packScope(IHealthRecords.Terms memory terms) private pure returns (uint256) {
        return
            uint256(terms.readMask) |
            (uint256(terms.writeMask) << _WRITE_MASK) |
            (uint256(uint8(terms.purpose)) << _PURPOSE);
    }

    function _unpackScope(uint256 word) private pure returns (IHealthRecords.Terms memory terms) {
        terms.readMask = uint16(word);
        terms.writeMask = uint16(word >> _WRITE_MASK);
        terms.purpose = IHealthRecords.Purpose(_purposeIn(word));
    }
}

/// @notice Whether two words are the same.
function equalPairs(Pair one, Pair other) pure returns (bool) {
    return Pair.unwrap(one) == Pair.unwrap(other);
}
