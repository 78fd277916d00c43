// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How many records each compartment holds, and the block of the last one, in one word.
/// @dev Bits 14*c .. 14*c+13: records in compartment c. Bits 224 .. 255: block of the last record.
type RecordCounts is uint256;

using RecordCountsLibrary for RecordCounts global;

/// @title RecordCountsLibrary: counting records
/// @notice Packs and unpacks how many records a chart holds.
library RecordCountsLibrary {
    /// @notice Records that fit one compartment.
    uint256 internal constant MAX = 16_383;

    uint256 private constant _COUNT_BITS = 14;
    uint256 private constant _BLOCK = 224;

    /// @notice How many records a compartment holds.
    function countOf(RecordCounts counts, uint256 compartment) internal pure returns (uint16) {
        // Narrowing drops nothing: a count was masked out before.
        return uint16((RecordCounts.unwrap(counts) >> (_COUNT_BITS * compartment)) & MAX);
    }

    /// @notice The block of the chart's last record; zero before the first.
    function lastEventBlock(RecordCounts counts) internal pure returns (uint40) {
        return uint40(RecordCounts.unwrap(counts) >> _BLOCK);
    }

    /// @notice The same counts with one record more. Only for a compartment below MAX.
    function plusOne(
        RecordCounts counts,
        uint256 compartment
    ) internal pure returns (RecordCounts) {
        unchecked {
            // Can't carry into the neighbour: the count is below its maximum.
            return
                RecordCounts.wrap(RecordCounts.unwrap(counts) + (1 << (_COUNT_BITS * compartment)));
        }
    }

    /// @notice The same counts with the last record in this block.
    function withEvent(RecordCounts counts) internal view returns (RecordCounts) {
        uint256 rest = RecordCounts.unwrap(counts) & ((1 << _BLOCK) - 1);
        // A block number fits 32 bits for 1,600 years of 12-second blocks.
        return RecordCounts.wrap(rest | (block.number << _BLOCK));
    }
}
