// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Where up to two lists start, and how long each is, in one word.
/// @dev From the lowest bit: head of list 0, head of list 1, length of list 0, length of list 1;
/// 32 bits each. A head of zero is an empty list. The lists themselves run through the links of
/// the pairs (see Pairs), so that joining one costs no slot.
type ListHeads is uint256;

using ListHeadsLibrary for ListHeads global;

/// @title ListHeadsLibrary: reading and lengthening lists
/// @notice Packs and unpacks where lists start and how long they are.
/// @dev Every narrowing cast here drops the neighbouring fields above, on purpose.
library ListHeadsLibrary {
    /// @notice The patient's doctors.
    uint256 internal constant DOCTORS = 0;
    /// @notice The patient's hospitals, and providers of all other kinds.
    uint256 internal constant HOSPITALS = 1;
    /// @notice The provider's patients.
    uint256 internal constant PATIENTS = 0;

    uint256 private constant _FIELD_BITS = 32;
    uint256 private constant _LENGTHS = 64;

    /// @notice Whether nobody was ever linked.
    function isEmpty(ListHeads heads) internal pure returns (bool) {
        return ListHeads.unwrap(heads) == 0;
    }

    /// @notice The number linked last to a list; zero if none.
    function headOf(ListHeads heads, uint256 list) internal pure returns (uint32) {
        return uint32(ListHeads.unwrap(heads) >> (list * _FIELD_BITS));
    }

    /// @notice How many are on a list.
    function lengthOf(ListHeads heads, uint256 list) internal pure returns (uint32) {
        return uint32(ListHeads.unwrap(heads) >> (list * _FIELD_BITS + _LENGTHS));
    }

    /// @notice The same lists with this number at the head of one.
    function push(ListHeads heads, uint256 list, uint32 number) internal pure returns (ListHeads) {
        unchecked {
            uint256 shift = list * _FIELD_BITS;
            uint256 word = ListHeads.unwrap(heads) & ~(uint256(type(uint32).max) << shift);
            // No length carries into its neighbour: numbers have 32 bits, and each is linked once.
            word += 1 << (shift + _LENGTHS);
            return ListHeads.wrap(word | (uint256(number) << shift));
        }
    }
}
