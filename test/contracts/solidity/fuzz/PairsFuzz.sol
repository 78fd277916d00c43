// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {Pair, Pairs} from "../../../../contracts/libraries/Pairs.sol";
import {TestBase} from "../support/Vm.sol";

/// @title PairsFuzz: the word of a pair, compared with a struct
/// @notice Whatever order changes come in, each changes its own fields and no others.
contract PairsFuzz is TestBase {
    /// @notice The same without packing.
    struct Plain {
        IHealthRecords.Terms grant;
        uint16 keyVersion;
        IHealthRecords.Terms request;
        uint32 lapsesAt;
        uint40 lastEventBlock;
        uint32 olderProvider;
        uint32 olderPatient;
    }

    uint256 private constant _CHANGES = 24;

    Plain private _plain;

    function testFuzz_changesKeepToTheirFields(uint256 seed) external {
        Pair pair = Pair.wrap(0);
        delete _plain;
        for (uint256 i = 0; i < _CHANGES; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            pair = _change(pair, seed);
            _compare(pair);
        }
    }

    function testFuzz_isUnexpiredBeforeTheExpiryOnly(uint32 expiresAt, uint32 time) external {
        IHealthRecords.Terms memory terms = _terms(1);
        terms.expiresAt = expiresAt;
        Pair pair = Pair.wrap(0).withGrant(terms, 1);
        vm.warp(time);
        assertEq(pair.isUnexpired(), time < expiresAt, "unexpired");
        assertEq(Pair.wrap(0).isUnexpired(), false, "no grant, unexpired");
    }

    function testFuzz_isPendingBeforeTheLapseOnly(uint256 word, uint32 time) external {
        uint32 lapsesAt = uint32(bound(word, 0, Pairs.MAX_REQUEST_TIME / 1 hours) * 1 hours);
        Pair pair = Pair.wrap(0).withRequest(_terms(1), lapsesAt);
        vm.warp(time);
        assertEq(pair.isPending(), time < lapsesAt, "pending");
        assertEq(Pair.wrap(0).isPending(), false, "no request, pending");
    }

    function testFuzz_losesByWhatAnUnexpiredGrantNoLongerHas(
        uint256 one,
        uint256 other,
        uint32 time
    ) external {
        IHealthRecords.Terms memory old = _terms(one);
        IHealthRecords.Terms memory next = _terms(other);
        // Often the same, or nearly so.
        if (one % 3 != 0) next.writeMask = old.writeMask | uint16(other);
        if (other % 3 != 0) next.expiresAt = uint32(bound(other, old.expiresAt, type(uint32).max));
        vm.warp(time);
        bool less = old.writeMask & ~next.writeMask != 0;
        bool sooner = next.expiresAt < old.expiresAt;
        Pair pair = Pair.wrap(0).withGrant(old, 1);
        assertEq(pair.losesBy(next), time < old.expiresAt && (less || sooner), "loses");
        assertEq(pair.expiresAt(), old.expiresAt, "expiry");
    }

    function testFuzz_equalPairsAreTheSameWord(uint256 one, uint256 other) external pure {
        assertEq(Pair.wrap(one) == Pair.wrap(other), one == other, "equal");
        assertTrue(Pair.wrap(one) == Pair.wrap(one), "equal to itself");
    }

    function _change(Pair pair, uint256 seed) private returns (Pair) {
        uint256 kind = seed % 7;
        uint256 word = uint256(keccak256(abi.encode(seed, "word")));
        if (kind == 0) {
            _plain.grant = _terms(word);
            _plain.keyVersion = uint16(word >> 80);
            return pair.withGrant(_plain.grant, _plain.keyVersion);
        }
        if (kind == 1) {
            _plain.grant.expiresAt = uint32(word);
            return pair.withExpiry(uint32(word));
        }
        if (kind == 2) {
            delete _plain.grant;
            _plain.keyVersion = 0;
            return pair.withoutGrant();
        }
        if (kind == 3) {
            _plain.request = _terms(word);
            _plain.request.expiresAt = _hours(word >> 100);
            _plain.lapsesAt = _hours(word >> 140);
            return pair.withRequest(_plain.request, _plain.lapsesAt);
        }
        if (kind == 4) {
            delete _plain.request;
            _plain.lapsesAt = 0;
            return pair.withoutRequest();
        }
        if (kind == 5) {
            uint32 number = uint32(word);
            vm.roll(number);
            _plain.lastEventBlock = number;
            return pair.withEvent();
        }
        // Linked once and for ever.
        if (_plain.olderProvider != 0) return pair;
        uint32 older = word % 3 == 0 ? 0 : uint32(word >> 8);
        _plain.olderProvider = older == 0 ? type(uint32).max : older;
        _plain.olderPatient = uint32(word >> 40);
        return pair.withLinks(older, _plain.olderPatient);
    }

    function _compare(Pair pair) private view {
        bytes32 expected = keccak256(abi.encode(_plain.grant));
        assertEq(keccak256(abi.encode(pair.granted())), expected, "grant");
        assertEq(pair.readMask(), _plain.grant.readMask, "read mask");
        assertEq(pair.writeMask(), _plain.grant.writeMask, "write mask");
        assertEq(pair.keyVersion(), _plain.keyVersion, "key version");
        bool granted = _plain.grant.purpose != IHealthRecords.Purpose.None;
        assertEq(pair.isGranted(), granted, "granted");
        expected = keccak256(abi.encode(_plain.request));
        assertEq(keccak256(abi.encode(pair.requested())), expected, "request");
        bool requested = _plain.request.purpose != IHealthRecords.Purpose.None;
        assertEq(pair.isRequested(), requested, "requested");
        assertEq(pair.lapsesAt(), _plain.lapsesAt, "lapse");
        assertEq(pair.lastEventBlock(), _plain.lastEventBlock, "last event");
        assertEq(pair.olderProvider(), _plain.olderProvider, "older provider");
        assertEq(pair.olderPatient(), _plain.olderPatient, "older patient");
        assertEq(pair.isLinked(), _plain.olderProvider != 0, "linked");
    }

    function _terms(uint256 word) private pure returns (IHealthRecords.Terms memory) {
        return
            IHealthRecords.Terms({
                readMask: uint16(word),
                writeMask: uint16(word >> 16),
                purpose: IHealthRecords.Purpose(1 + ((word >> 32) % 6)),
                expiresAt: uint32(word >> 40)
            });
    }

    /// @dev A request's times are whole hours of 20 bits.
    function _hours(uint256 word) private pure returns (uint32) {
        return uint32((word % 2 ** 20) * 3600);
    }
}
