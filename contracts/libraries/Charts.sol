// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One chart's epochs, generation and the block of its last event, in one word.
/// @dev Bits 12*c .. 12*c+11: epoch of compartment c, minus 1. Bits 192 .. 207: generation,
/// minus 1. Bits 208 .. 247: block of the last event. Bit 248: the word is in use. "Minus 1" lets
/// a chart that was never written be right as it is (epoch 1, generation 1), so that registering
/// costs no slot here. The first share sheet takes the slot into use, so that ending access, which
/// moves epochs, never has to pay for a new one.
type Chart is uint256;

using Charts for Chart global;

/// @title Charts: reading and moving the epochs of one chart word
/// @notice Reads and moves the epochs of a chart.
/// @dev The 16 epochs are handled as 16 lanes of one word, without loops: what moves one epoch
/// costs the same as what moves sixteen.
library Charts {
    /// @notice Compartments of a chart.
    uint8 internal constant COMPARTMENTS = 16;
    /// @notice The last epoch: one chain of keys has no more (see docs on compartment keys).
    uint16 internal constant MAX_EPOCH = 4095;
    /// @notice The last generation.
    uint16 internal constant MAX_GENERATION = type(uint16).max;

    uint256 private constant _LANE_BITS = 12;
    uint256 private constant _LANE_FULL = 0xfff;
    /// The lowest bit of each of the 16 lanes.
    uint256 private constant _LANE_ONES = 0x001001001001001001001001001001001001001001001001;
    uint256 private constant _GENERATION_SHIFT = 192;
    uint256 private constant _BLOCK_SHIFT = 208;
    uint256 private constant _IN_USE = 1 << 248;
    uint256 private constant _BELOW_BLOCK = (1 << _BLOCK_SHIFT) - 1;
    /// What the packed form, which counts from 1, adds to the stored one.
    uint256 private constant _ONE_EACH = _LANE_ONES | (1 << _GENERATION_SHIFT);

    /// @notice The packed form of the interface: epochs and generation counting from 1.
    function packed(Chart chart) internal pure returns (uint256) {
        unchecked {
            // No lane overflows: stored values stay below their lane's maximum (see `move`).
            return (Chart.unwrap(chart) & _BELOW_BLOCK) + _ONE_EACH;
        }
    }

    /// @notice The epoch of one compartment.
    function epochOf(Chart chart, uint8 compartment) internal pure returns (uint16) {
        return epochIn(packed(chart), compartment);
    }

    /// @notice The generation of the patient's seed.
    function generation(Chart chart) internal pure returns (uint16) {
        return generationIn(packed(chart));
    }

    /// @notice The block of the chart's last event; zero before the first.
    function lastEventBlock(Chart chart) internal pure returns (uint40) {
        // Narrowing drops the bit above, on purpose.
        return uint40(Chart.unwrap(chart) >> _BLOCK_SHIFT);
    }

    /// @notice The same chart with its last event in this block.
    function withEvent(Chart chart) internal view returns (Chart) {
        uint256 rest = Chart.unwrap(chart) & _BELOW_BLOCK;
        // A block number fits 40 bits for 400,000 years of 12-second blocks.
        return Chart.wrap(rest | (block.number << _BLOCK_SHIFT) | _IN_USE);
    }

    /// @notice Whether the word is in use.
    function isInUse(Chart chart) internal pure returns (bool) {
        return Chart.unwrap(chart) != 0;
    }

    /// @notice The same chart, in use.
    function inUse(Chart chart) internal pure returns (Chart) {
        return Chart.wrap(Chart.unwrap(chart) | _IN_USE);
    }

    /// @notice The same chart with the next epoch in each compartment of `mask`.
    /// @return moved The new word; meaningless when `exhausted`.
    /// @return exhausted Whether one of these compartments was at its last epoch.
    function move(Chart chart, uint16 mask) internal pure returns (Chart moved, bool exhausted) {
        uint256 before = packed(chart);
        uint256 ones = lanes(mask);
        unchecked {
            uint256 sum = before + ones;
            // A full lane carries into the lowest bit of the next one (lane 15 into the
            // generation); sum ^ before ^ ones is the word of all carries.
            exhausted = (sum ^ before ^ ones) & (_LANE_ONES << _LANE_BITS) != 0;
            moved = Chart.wrap(Chart.unwrap(chart) + ones);
        }
    }

    /// @notice The next generation: every epoch starts again at 1. The caller checks that the
    /// generation is not the last.
    function nextGeneration(Chart chart) internal pure returns (Chart) {
        uint256 aboveEpochs = Chart.unwrap(chart) >> _GENERATION_SHIFT;
        return Chart.wrap((aboveEpochs + 1) << _GENERATION_SHIFT);
    }

    /// @notice Whether packed epochs name the current ones in each compartment of `mask`, and the
    /// generation.
    function names(Chart chart, uint256 epochs, uint16 mask) internal pure returns (bool) {
        uint256 scope;
        unchecked {
            // Fills the lanes whose lowest bit is set; they don't reach each other.
            scope = lanes(mask) * _LANE_FULL;
        }
        uint256 generationLane = uint256(type(uint16).max) << _GENERATION_SHIFT;
        return (packed(chart) ^ epochs) & (scope | generationLane) == 0;
    }

    /// @notice One epoch of a packed word.
    function epochIn(uint256 epochs, uint8 compartment) internal pure returns (uint16) {
        // Narrowing drops the other lanes, masked out before.
        return uint16((epochs >> (_LANE_BITS * compartment)) & _LANE_FULL);
    }

    /// @notice The generation of a packed word.
    function generationIn(uint256 epochs) internal pure returns (uint16) {
        // Narrowing drops what lies above the generation, on purpose.
        return uint16(epochs >> _GENERATION_SHIFT);
    }

    /// @notice Spreads 16 bits over the 16 lanes: bit c becomes the lowest bit of lane c.
    /// @dev Halves the distance in four steps: 8, 4, 2, 1 bits move by 11 bits each.
    function lanes(uint16 mask) internal pure returns (uint256 spread) {
        spread = mask;
        spread = (spread | (spread << 88)) & 0x0000000000000000000000ff0000000000000000000000ff;
        spread = (spread | (spread << 44)) & 0x00000000000f00000000000f00000000000f00000000000f;
        spread = (spread | (spread << 22)) & 0x000003000003000003000003000003000003000003000003;
        spread = (spread | (spread << 11)) & _LANE_ONES;
    }
}
