// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {AccessActions} from "./AccessActions.sol";

/// @title Handler: what the fuzzer may call
/// @notice One function per action; the argument only throws the dice. After each, what the chain
/// shows is compared with what it showed before: with nothing of the model, so that a mistake in
/// the model can't hide one in the contracts.
/// @dev No action reverts: what the contracts refuse is counted. (The fuzzer is told to fail on a
/// revert, which would be a mistake in here.)
abstract contract Handler is AccessActions {
    /// @notice How often each action was tried and carried out.
    struct Count {
        uint32 tried;
        uint32 done;
    }

    uint256 public tried;
    uint256 public done;
    mapping(bytes4 action => Count count) public counts;

    /// @dev What the chain showed after the last action, by chart.
    struct Sight {
        uint256 epochs;
        bytes32 grants;
        uint16[MAX_PROVIDERS + 1] readMasks;
    }

    mapping(uint256 chart => Sight sight) private _sights;

    constructor() {
        for (uint256 i = 1; i < _charts.length; ++i) _look(i, true);
    }

    modifier action(uint256 seed) {
        vm.warp(_now);
        vm.roll(_block);
        _throwDice(seed);
        _patientActed = false;
        // One order in three goes through the relay, where it can.
        _viaRelay = _chance(33);
        _;
        _look(_lastChart, _patientActed);
        // Another chart in turn; not each time, for speed.
        uint256 other = 1 + ((tried / 3) % (_charts.length - 1));
        if (tried % 3 == 0 && other != _lastChart) _look(other, false);
    }

    function passTime(uint256 seed) external action(seed) {
        _now += _chance(80) ? _roll(1 days) : _roll(20 days);
        _block += 1 + _roll(100);
        vm.warp(_now);
        vm.roll(_block);
        _count(true);
    }

    function patientsChange(uint256 seed) external action(seed) {
        uint256 kind = _roll(8);
        if (kind == 0) _count(_registerChart());
        else if (kind == 1) _count(_replaceKeys());
        else if (kind == 2) _count(_offerControl());
        else if (kind < 5) _count(_acceptControl());
        else if (kind < 7) _count(_setDelegate());
        else if (_chance(40)) _count(_cancelOrders());
        else _count(_removeDelegate());
    }

    function providersChange(uint256 seed) external action(seed) {
        uint256 kind = _roll(8);
        if (kind == 0) _count(_apply());
        else if (kind == 1) _count(_revokeProvider());
        else if (kind == 2) _count(_startWalletMove());
        else if (kind == 3) _count(_finishWalletMove());
        else if (kind == 4) _count(_replaceProviderDocument());
        else if (kind == 5) _count(_changeStaff());
        else if (kind == 6) _count(_verify());
        else _count(_changeAuthorities());
    }

    function suspendOrReinstate(uint256 seed) external action(seed) {
        _count(_suspendOrReinstate());
    }

    function request(uint256 seed) external action(seed) {
        _count(_request());
    }

    function withdraw(uint256 seed) external action(seed) {
        _count(_withdraw());
    }

    function deny(uint256 seed) external action(seed) {
        _count(_deny());
    }

    function grant(uint256 seed) external action(seed) {
        _count(_grant());
    }

    function grantMany(uint256 seed) external action(seed) {
        _count(_grantMany());
    }

    function approve(uint256 seed) external action(seed) {
        _count(_approve());
    }

    function renew(uint256 seed) external action(seed) {
        _count(_renew());
    }

    function revoke(uint256 seed) external action(seed) {
        _count(_revoke());
    }

    function revokeMany(uint256 seed) external action(seed) {
        _count(_revokeMany());
    }

    function moveEpochs(uint256 seed) external action(seed) {
        _count(_moveOn());
    }

    function startGeneration(uint256 seed) external action(seed) {
        _count(_startGeneration());
    }

    function replaceSheet(uint256 seed) external action(seed) {
        _count(_replaceSheet());
    }

    function handOver(uint256 seed) external action(seed) {
        _count(_handOver());
    }

    function addRecords(uint256 seed) external action(seed) {
        _count(_addRecords());
    }

    function addRecordsAsProvider(uint256 seed) external action(seed) {
        _count(_addRecordsAsProvider());
    }

    function logReceipt(uint256 seed) external action(seed) {
        _count(_logReceipt());
    }

    function forge(uint256 seed) external action(seed) {
        _count(_forge());
    }

    function _count(bool succeeded) private {
        Count storage count = counts[msg.sig];
        ++count.tried;
        ++tried;
        if (!succeeded) return;
        ++count.done;
        ++done;
    }

    /// @dev Compares a chart with what it was before this action.
    /// @param changed Whether the patient's side acted: only then may grants have changed.
    function _look(uint256 index, bool changed) private {
        Chart storage chart = _charts[index];
        Sight storage before = _sights[index];
        bool isNew = before.epochs == 0;
        vm.prank(chart.controller);
        (uint256 epochs, , ) = records.epochsOf(chart.number, 0);
        bool sameGeneration = _generationIn(epochs) == _generationIn(before.epochs);
        if (!isNew) _requireGrowth(before.epochs, epochs, sameGeneration);

        bytes32 grants = 0;
        for (uint32 provider = 1; provider < _providers.length; ++provider) {
            vm.prank(chart.controller);
            IHealthRecords.Access memory access = records.accessOf(chart.number, provider, false);
            grants = keccak256(abi.encode(grants, access.terms, access.keyVersion));
            uint16 taken = before.readMasks[provider] & ~access.terms.readMask;
            before.readMasks[provider] = access.terms.readMask;
            if (taken == 0 || !sameGeneration) continue;
            for (uint256 c = 0; c < 16; ++c) {
                _require(
                    Rule.Epochs,
                    (taken >> c) % 2 == 0 || _epochIn(epochs, c) > _epochIn(before.epochs, c),
                    "a read right was taken and its epoch stayed"
                );
            }
        }
        _require(
            Rule.PatientsSide,
            isNew ||
                changed ||
                grants == before.grants ||
                _providers.length != _seenProviders[index],
            "grants changed, and the patient's side did nothing"
        );
        before.epochs = epochs;
        before.grants = grants;
        _seenProviders[index] = _providers.length;
    }

    mapping(uint256 chart => uint256 count) private _seenProviders;

    function _requireGrowth(uint256 before, uint256 epochs, bool sameGeneration) private {
        _require(
            Rule.Epochs,
            _generationIn(epochs) >= _generationIn(before),
            "a generation went back"
        );
        for (uint256 c = 0; sameGeneration && c < 16; ++c) {
            _require(Rule.Epochs, _epochIn(epochs, c) >= _epochIn(before, c), "an epoch went back");
        }
    }
}
