// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ListHeads} from "../../../../contracts/libraries/ListHeads.sol";
import {RecordCounts, RecordCountsLibrary} from "../../../../contracts/libraries/RecordCounts.sol";
import {TestBase} from "../support/Vm.sol";

/// @title CountsAndListsFuzz: packed counts and list heads, compared with arrays
contract CountsAndListsFuzz is TestBase {
    uint256 private constant _CHANGES = 40;

    function testFuzz_countsEachCompartmentByItself(uint256 seed) external {
        uint16[16] memory expected;
        uint256 word = 0;
        for (uint256 c = 0; c < 16; ++c) {
            seed = uint256(keccak256(abi.encode(seed)));
            // Often just below the maximum, where a count could carry into the next.
            expected[c] = uint16(seed % 3 == 0 ? 16_383 - ((seed >> 8) % 4) : (seed >> 8) % 16_384);
            word |= uint256(expected[c]) << (14 * c);
        }
        // Once: the optimizer may read a block's number early, since no real block changes it.
        uint32 number = uint32(seed >> 16);
        vm.roll(number);
        RecordCounts counts = RecordCounts.wrap(word);
        for (uint256 i = 0; i < _CHANGES; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 c = seed % 16;
            if (counts.countOf(c) == RecordCountsLibrary.MAX) continue;
            counts = counts.plusOne(c);
            ++expected[c];
            counts = counts.withEvent();
            assertEq(counts.lastEventBlock(), number, "block");
            for (uint256 j = 0; j < 16; ++j) assertEq(counts.countOf(j), expected[j], "count");
        }
    }

    function testFuzz_keepsTwoListsApart(uint256 seed) external pure {
        uint32[2] memory heads;
        uint32[2] memory lengths;
        ListHeads lists = ListHeads.wrap(0);
        assertTrue(lists.isEmpty(), "empty at first");
        for (uint256 i = 0; i < _CHANGES; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 which = seed % 2;
            heads[which] = seed % 5 == 0 ? type(uint32).max : uint32(seed >> 8);
            ++lengths[which];
            lists = lists.push(which, heads[which]);
            for (uint256 j = 0; j < 2; ++j) {
                assertEq(lists.headOf(j), heads[j], "head");
                assertEq(lists.lengthOf(j), lengths[j], "length");
            }
            assertTrue(!lists.isEmpty(), "empty");
        }
    }
}
