// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title ContractWallet: a smart account, for tests
/// @notice Accepts what its owner signed, as ERC-1271 wallets do, and sends calls for the owner.
contract ContractWallet is IERC1271 {
    address private immutable _owner;

    error NotOwner(address caller);

    /// @notice A wallet of one owner.
    constructor(address owner) {
        _owner = owner;
    }

    /// @notice Sends a call in the wallet's name.
    function send(address target, bytes calldata data) external {
        if (msg.sender != _owner) revert NotOwner(msg.sender);
        (bool sent, bytes memory result) = target.call(data);
        if (!sent) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    /// @inheritdoc IERC1271
    function isValidSignature(
        bytes32 hash,
        bytes calldata signature
    ) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(hash, signature);
        return
            failure == ECDSA.RecoverError.NoError && signer == _owner
                ? IERC1271.isValidSignature.selector
                : bytes4(0xffffffff);
    }
}
