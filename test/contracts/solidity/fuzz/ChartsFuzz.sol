// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Chart, Charts} from "../../../../contracts/libraries/Charts.sol";
import {TestBase} from "../support/Vm.sol";

/// @title ChartsFuzz: the sixteen lanes of a chart's word, compared with an array
contract ChartsFuzz is TestBase {
    uint256 private constant _CHANGES = 16;

    function testFuzz_packsEpochsAndGeneration(uint256 seed) external pure {
        (Chart chart, uint16[16] memory epochs, uint16 generation) = _random(seed);
        assertEq(chart.packed(), _pack(epochs, generation), "packed");
        assertEq(chart.generation(), generation, "generation");
        for (uint8 c = 0; c < 16; ++c) assertEq(chart.epochOf(c), epochs[c], "epoch");
    }

    function testFuzz_movesTheNamedEpochsAndNoOthers(uint256 seed, uint16 mask) external {
        (Chart chart, uint16[16] memory epochs, uint16 generation) = _random(seed);
        uint40 lastEvent = chart.lastEventBlock();
        for (uint256 i = 0; i < _CHANGES; ++i) {
            bool over = false;
            for (uint8 c = 0; c < 16; ++c) {
                if ((mask >> c) % 2 == 0) continue;
                if (++epochs[c] > 4095) over = true;
            }
            (Chart moved, bool exhausted) = chart.move(mask);
            assertEq(exhausted, over, "exhausted");
            if (over) return;
            chart = moved;
            assertEq(chart.packed(), _pack(epochs, generation), "moved");
            assertEq(chart.lastEventBlock(), lastEvent, "last event");
            mask = uint16(uint256(keccak256(abi.encode(seed, i))));
        }
        vm.roll(uint40(seed >> 7));
        chart = chart.withEvent();
        assertEq(chart.packed(), _pack(epochs, generation), "packed, with an event");
        assertEq(chart.lastEventBlock(), uint40(seed >> 7), "block of the event");
    }

    function testFuzz_startsEveryEpochAgainInTheNextGeneration(uint256 seed) external pure {
        (Chart chart, uint16[16] memory epochs, uint16 generation) = _random(seed);
        if (generation == Charts.MAX_GENERATION) return;
        for (uint256 c = 0; c < 16; ++c) epochs[c] = 1;
        Chart next = chart.nextGeneration();
        assertEq(next.packed(), _pack(epochs, generation + 1), "next generation");
        assertEq(next.lastEventBlock(), chart.lastEventBlock(), "last event");
    }

    function testFuzz_namesOnlyTheScopeAndTheGeneration(
        uint256 seed,
        uint16 mask,
        uint256 flipped,
        bool current
    ) external pure {
        (Chart chart, uint16[16] memory epochs, uint16 generation) = _random(seed);
        uint256 named = _pack(epochs, generation);
        if (!current) named ^= 1 << (flipped % 256);
        // Read back lane by lane, as somebody who knows only the interface would.
        bool expected = (named >> 192) % 65536 == generation;
        for (uint256 c = 0; c < 16; ++c) {
            if ((mask >> c) % 2 == 1 && (named >> (12 * c)) % 4096 != epochs[c]) expected = false;
        }
        assertEq(chart.names(named, mask), expected, "names");
        assertEq(Charts.generationIn(named), (named >> 192) % 65536, "generation in");
    }

    function testFuzz_isInUseFromTheFirstWriteOn(uint256 seed, uint16 mask) external {
        vm.roll(1 + (seed % 2 ** 39));
        Chart unused = Chart.wrap(0);
        assertEq(unused.isInUse(), false, "never written");
        assertTrue(unused.inUse().isInUse(), "put in use");
        assertTrue(unused.withEvent().isInUse(), "with an event");
        assertEq(unused.inUse().packed(), unused.packed(), "packed");
        (Chart moved, ) = unused.inUse().move(mask);
        assertTrue(moved.isInUse(), "moved");
        assertTrue(unused.inUse().nextGeneration().isInUse(), "next generation");
    }

    function testFuzz_spreadsBitsOverLanes(uint16 mask) external pure {
        uint256 expected = 0;
        for (uint256 c = 0; c < 16; ++c) if ((mask >> c) % 2 == 1) expected += 2 ** (12 * c);
        assertEq(Charts.lanes(mask), expected, "lanes");
    }

    /// @dev Often at the ends, where lanes could run over.
    function _random(
        uint256 seed
    ) private pure returns (Chart chart, uint16[16] memory epochs, uint16 generation) {
        uint256 word = 0;
        for (uint256 c = 0; c < 16; ++c) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 epoch = 1 + (seed % 4095);
            if (seed >> 250 == 0) epoch = 4095;
            else if (seed >> 250 < 8) epoch = 1;
            epochs[c] = uint16(epoch);
            word += (epoch - 1) << (12 * c);
        }
        seed = uint256(keccak256(abi.encode(seed)));
        generation = seed % 4 == 0 ? 1 : uint16(1 + ((seed >> 8) % 65535));
        word += uint256(generation - 1) << 192;
        chart = Chart.wrap(word + (uint256(uint40(seed >> 30)) << 208));
    }

    function _pack(
        uint16[16] memory epochs,
        uint16 generation
    ) private pure returns (uint256 packed) {
        for (uint256 c = 0; c < 16; ++c) packed += uint256(epochs[c]) << (12 * c);
        packed += uint256(generation) << 192;
    }
}
