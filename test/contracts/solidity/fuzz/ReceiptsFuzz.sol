// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {IReceipts} from "../../../../contracts/interfaces/IReceipts.sol";
import {SignedOrders} from "../support/SignedOrders.sol";

/// @title ReceiptsFuzz: the window of receipts, compared with a set, and what is signed
contract ReceiptsFuzz is SignedOrders {
    uint32 private constant _WINDOW = 160;

    uint32 private _doctor;
    mapping(uint32 sequence => bool accepted) private _accepted;

    function setUp() external {
        _deploy();
        _doctor = _verified(_account("doctor"), IProviders.Kind.Doctor, type(uint40).max);
    }

    /// @dev Sequences in any order, some of them twice, some far apart, some at the type's end.
    function testFuzz_acceptsEachSequenceOnceWithinTheWindow(
        uint16[24] memory steps,
        uint32 start
    ) external {
        uint32 highest = 0;
        uint32 base =
            start % 3 == 0
                ? type(uint32).max - 700
                : start % 3 == 1
                    ? 0
                    : start / 2;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint32 sequence = base + (i % 2 == 0 ? steps[i] % 700 : steps[i] % 170);
            bool isNew = sequence != 0 && !_accepted[sequence];
            bool inWindow = uint256(sequence) + _WINDOW > highest;
            bool done = _log(_receipt(sequence), _key("doctor"));
            assertEq(done, isNew && inWindow, "accepted");
            if (done) {
                _accepted[sequence] = true;
                if (sequence > highest) highest = sequence;
            }
            (uint32 last, ) = receipts.lastOf(1, _account("doctor"));
            assertEq(last, highest, "highest");
            bool old = uint256(sequence) + _WINDOW <= highest;
            assertEq(
                receipts.isLogged(1, _account("doctor"), sequence),
                sequence != 0 && (_accepted[sequence] || old),
                "logged"
            );
        }
    }

    function testFuzz_aChangedReceiptIsNotWhatWasSigned(
        IReceipts.Receipt memory receipt,
        uint256 field,
        uint256 change
    ) external {
        receipt.provider = _doctor;
        receipt.doctor = 0;
        receipt.sequence = uint32(bound(receipt.sequence, 1, type(uint32).max));
        receipt.openedUntil = uint40(bound(receipt.openedUntil, 0, START));
        receipt.openedFrom = uint40(bound(receipt.openedFrom, 0, receipt.openedUntil));
        receipt.count = uint32(bound(receipt.count, 2, type(uint32).max));
        receipt.records = hex"00000a0f0001";
        bytes memory signature = _signature(_key("doctor"), _receiptDigest(receipt));
        assertEq(receipts.digestOf(receipt), _receiptDigest(receipt), "digest");

        IReceipts.Receipt memory changed = abi.decode(abi.encode(receipt), (IReceipts.Receipt));
        field %= 7;
        if (field == 0) changed.patient ^= _bit32(change);
        if (field == 1) changed.sequence ^= _bit32(change);
        if (field == 2) changed.openedFrom = receipt.openedFrom == 0 ? 1 : receipt.openedFrom - 1;
        if (field == 3) changed.openedUntil = receipt.openedUntil + 1;
        if (field == 4) changed.count = receipt.count == 2 ? 3 : receipt.count - 1;
        if (field == 5) changed.root ^= bytes32(1 << (change % 256));
        if (field == 6)
            changed.records = change % 2 == 0 ? bytes(hex"00000a") : bytes(hex"00000b0f0001");
        if (changed.openedFrom > changed.openedUntil) return;
        assertTrue(!_send(changed, signature), "a changed receipt was logged");
        assertTrue(_send(receipt, signature), "the signed receipt was refused");
    }

    function testFuzz_recordsAscendWithoutRepetition(uint24[5] memory refs, uint256 seed) external {
        bytes memory list;
        bool wellFormed = true;
        for (uint256 i = 0; i < refs.length; ++i) {
            if (seed % 4 != 0) refs[i] = uint24((i * 0x33333 + (refs[i] % 0x33334)) % 0x100001);
            // Now and then the same twice, or one less.
            if (i > 0 && (seed >> (32 + 8 * i)) % 16 == 0) refs[i] = refs[i - 1];
            if (i > 0 && (seed >> (80 + 8 * i)) % 16 == 0 && refs[i - 1] > 0) {
                refs[i] = refs[i - 1] - 1;
            }
            if (refs[i] > 0xfffff) wellFormed = false;
            if (i > 0 && refs[i] <= refs[i - 1]) wellFormed = false;
            list = abi.encodePacked(list, refs[i]);
        }
        if ((seed >> 8) % 8 == 0) {
            list = abi.encodePacked(list, uint8(seed));
            wellFormed = false;
        }
        IReceipts.Receipt memory receipt = _receipt(1);
        receipt.records = list;
        receipt.count = uint32(1 + ((seed >> 16) % 9));
        if (receipt.count < 5) wellFormed = false;
        assertEq(_log(receipt, _key("doctor")), wellFormed, "logged");
    }

    function _receipt(uint32 sequence) private view returns (IReceipts.Receipt memory) {
        return
            IReceipts.Receipt({
                patient: 1,
                provider: _doctor,
                doctor: 0,
                sequence: sequence,
                openedFrom: uint40(START),
                openedUntil: uint40(START),
                count: 1,
                root: "root",
                records: hex"000001"
            });
    }

    function _log(IReceipts.Receipt memory receipt, uint256 key) private returns (bool) {
        return _send(receipt, _signature(key, _receiptDigest(receipt)));
    }

    function _send(
        IReceipts.Receipt memory receipt,
        bytes memory signature
    ) private returns (bool done) {
        (done, ) = address(receipts).call(
            abi.encodeCall(
                IReceipts.log,
                (_receiptHead(receipt), receipt.root, receipt.records, signature)
            )
        );
    }

    function _bit32(uint256 change) private pure returns (uint32) {
        return uint32(1 << (change % 32));
    }
}
