// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {SystemFixture} from "../support/SystemFixture.sol";

/// @title TermsFuzz: which terms, times and epochs are accepted, and which are not
contract TermsFuzz is SystemFixture {
    uint32 private _patient;
    uint32 private _doctor;
    address private _controller;
    address private _wallet;

    function setUp() external {
        _deploy();
        _controller = _account("patient");
        _wallet = _account("doctor");
        _patient = _register(_controller, "details");
        _doctor = _verified(_wallet, IProviders.Kind.Doctor, type(uint40).max);
    }

    function testFuzz_aGrantNeedsScopePurposeFutureAndCurrentKeys(
        uint256 terms,
        uint256 epochs,
        uint256 seed
    ) external {
        IHealthRecords.GrantOrder memory order = IHealthRecords.GrantOrder({
            provider: uint32(terms),
            keyVersion: uint16(terms >> 32),
            readMask: uint16(terms >> 48),
            writeMask: uint16(terms >> 64),
            purpose: IHealthRecords.Purpose.None,
            expiresAt: uint32(terms >> 80),
            epochs: epochs
        });
        // Each condition fails in about one run of eight.
        order.provider = seed % 8 == 0 ? order.provider : _doctor;
        order.keyVersion = (seed >> 8) % 8 == 0 ? order.keyVersion : 1;
        if ((seed >> 16) % 8 == 0) (order.readMask, order.writeMask) = (0, 0);
        order.purpose = IHealthRecords.Purpose((seed >> 24) % 7);
        if ((seed >> 32) % 8 != 0) order.expiresAt = uint32(bound(seed, START - 1, START + 2));
        if ((seed >> 40) % 4 != 0) order.epochs = _epochsAt(1, seed >> 48);

        bool accepted =
            order.provider == _doctor &&
                order.keyVersion == 1 &&
                order.readMask | order.writeMask != 0 &&
                order.purpose != IHealthRecords.Purpose.None &&
                order.expiresAt > START;
        for (uint256 c = 0; c < 16; ++c) {
            if ((order.readMask >> c) % 2 == 0) continue;
            if ((order.epochs >> (12 * c)) % 4096 != 1) accepted = false;
        }
        if ((order.epochs >> 192) % 65536 != 1) accepted = false;

        IHealthRecords.SheetSwap memory sheet = IHealthRecords.SheetSwap(0, "sheet");
        vm.prank(_controller);
        try records.grant(_patient, order, sheet) {
            assertTrue(accepted, "granted what should have been refused");
        } catch {
            assertTrue(!accepted, "refused what should have been granted");
        }
        _compareAccess(order, accepted);
    }

    function testFuzz_aRequestKeepsWholeHoursRoundedUp(
        uint16 readMask,
        uint16 writeMask,
        uint32 expiresAt,
        uint32 lapsesAt,
        uint256 seed
    ) external {
        IHealthRecords.Terms memory terms = IHealthRecords.Terms(
            readMask,
            writeMask,
            IHealthRecords.Purpose(1 + (seed % 6)),
            seed % 3 == 0 ? expiresAt : uint32(bound(expiresAt, START - 1, START + 400 days))
        );
        if (terms.readMask | terms.writeMask == 0) terms.readMask = 1;
        lapsesAt = uint32(bound(lapsesAt, START - 2, START + 91 days));
        uint256 wished = (uint256(terms.expiresAt) + 3599) / 3600;
        bool accepted =
            terms.expiresAt > START &&
                wished < 2 ** 20 &&
                lapsesAt > START &&
                lapsesAt <= START + 90 days;

        vm.prank(_wallet);
        try records.request(_patient, _doctor, 0, terms, lapsesAt) {
            assertTrue(accepted, "requested what should have been refused");
        } catch {
            assertTrue(!accepted, "refused what should have been requested");
            return;
        }
        vm.prank(_controller);
        IHealthRecords.Access memory access = records.accessOf(_patient, _doctor, false);
        assertEq(access.request.expiresAt, wished * 3600, "wished expiry");
        assertEq(access.requestLapsesAt, ((uint256(lapsesAt) + 3599) / 3600) * 3600, "lapse");
        assertEq(access.request.readMask, terms.readMask, "read mask");
        assertEq(access.request.writeMask, terms.writeMask, "write mask");
        assertEq(uint8(access.request.purpose), uint8(terms.purpose), "purpose");
        vm.warp(access.requestLapsesAt - 1);
        vm.prank(_controller);
        assertTrue(records.accessOf(_patient, _doctor, false).pending, "pending to the end");
        vm.warp(access.requestLapsesAt);
        vm.prank(_controller);
        assertTrue(!records.accessOf(_patient, _doctor, false).pending, "lapsed by itself");
    }

    function testFuzz_changingAGrantMovesWhatItTakesAndNothingElse(
        uint16 first,
        uint16 second,
        uint16 moved
    ) external {
        IHealthRecords.GrantOrder memory order = IHealthRecords.GrantOrder(
            _doctor,
            1,
            first,
            0xffff,
            IHealthRecords.Purpose.Treatment,
            uint32(START + 1),
            _epochsAt(1, 0)
        );
        vm.prank(_controller);
        records.grant(_patient, order, IHealthRecords.SheetSwap(0, "first"));
        // Access may have lapsed meanwhile: who held a key keeps it until the epoch moves.
        if (moved % 2 == 0) vm.warp(START + 1);
        order.expiresAt += 10;
        order.readMask = second;
        vm.prank(_controller);
        records.grant(_patient, order, IHealthRecords.SheetSwap("first", "second"));

        vm.prank(_controller);
        (uint256 epochs, , ) = records.epochsOf(_patient, 0);
        for (uint256 c = 0; c < 16; ++c) {
            bool taken = (first >> c) % 2 == 1 && (second >> c) % 2 == 0;
            assertEq((epochs >> (12 * c)) % 4096, taken ? 2 : 1, "epoch");
        }
    }

    /// @dev Sixteen times the same epoch in generation 1; what lies above is noise.
    function _epochsAt(uint256 epoch, uint256 noise) private pure returns (uint256 packed) {
        for (uint256 c = 0; c < 16; ++c) packed |= epoch << (12 * c);
        packed |= 1 << 192;
        packed |= noise << 208;
    }

    function _compareAccess(IHealthRecords.GrantOrder memory order, bool accepted) private view {
        for (uint8 c = 0; c < 17; ++c) {
            bool reads = accepted && (order.readMask >> c) % 2 == 1;
            bool writes = accepted && (order.writeMask >> c) % 2 == 1;
            IHealthRecords.Right right = IHealthRecords.Right.Read;
            assertEq(records.hasAccess(_patient, _doctor, _wallet, c, right), reads, "reads");
            right = IHealthRecords.Right.Write;
            assertEq(records.hasAccess(_patient, _doctor, _wallet, c, right), writes, "writes");
        }
    }
}
