// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestBase} from "../support/Vm.sol";
import {Checks} from "./Checks.sol";
import {Handler} from "./Handler.sol";
import {Model} from "./Model.sol";

/// @notice The cast as it is deployed.
contract Play is Checks {}

/// @title HealthRecordsInvariants: what stays true, whatever anybody does
contract HealthRecordsInvariants is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev Of the calls of a run, at least so many percent are to be carried out.
    uint256 private constant _MIN_DONE = 40;
    uint256 private constant _MIN_TRIED = 64;

    Play private _cast;

    function setUp() external {
        _cast = new Play();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_cast);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[21] memory actions = [
            Handler.passTime.selector,
            Handler.patientsChange.selector,
            Handler.providersChange.selector,
            Handler.suspendOrReinstate.selector,
            Handler.request.selector,
            Handler.withdraw.selector,
            Handler.deny.selector,
            Handler.grant.selector,
            Handler.grantMany.selector,
            Handler.approve.selector,
            Handler.renew.selector,
            Handler.revoke.selector,
            Handler.revokeMany.selector,
            Handler.moveEpochs.selector,
            Handler.startGeneration.selector,
            Handler.replaceSheet.selector,
            Handler.handOver.selector,
            Handler.addRecords.selector,
            Handler.addRecordsAsProvider.selector,
            Handler.logReceipt.selector,
            Handler.forge.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(_cast);
        targets[0].selectors = new bytes4[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) targets[0].selectors[i] = actions[i];
    }

    /// @dev A run whose calls were all refused would prove nothing.
    function afterInvariant() external view {
        uint256 tried = _cast.tried();
        assertTrue(tried >= _MIN_TRIED, "too few actions in a run");
        assertTrue(_cast.done() * 100 >= tried * _MIN_DONE, "too many actions were refused");
    }

    function invariant_accessIsWhatLiveGrantsOfVerifiedProvidersSay() external {
        _requireWhole(Model.Rule.Access);
        _cast.checkAccess();
    }

    function invariant_onlyThePatientsSideChangesGrants() external view {
        _requireWhole(Model.Rule.PatientsSide);
    }

    function invariant_listsMatchRequestsAndGrants() external {
        _requireWhole(Model.Rule.Lists);
        _cast.checkLists();
    }

    function invariant_epochsGrowAndMoveWhenReadRightsEnd() external {
        _requireWhole(Model.Rule.Epochs);
        _cast.checkEpochs();
    }

    function invariant_recordHistoryOnlyGrows() external {
        _requireWhole(Model.Rule.History);
        _cast.checkHistory();
    }

    function invariant_shareSheetChangesByCompareAndSet() external {
        _requireWhole(Model.Rule.ShareSheet);
        _cast.checkSheets();
    }

    function invariant_receiptsAreAcceptedOnce() external {
        _requireWhole(Model.Rule.Receipts);
        _cast.checkReceipts();
    }

    function invariant_noncesOnlyGrow() external view {
        _requireWhole(Model.Rule.Nonces);
        _cast.checkNonces();
    }

    function invariant_patientsKeepTheirIdAndNumber() external {
        _requireWhole(Model.Rule.Identity);
        _cast.checkIdentity();
    }

    /// @dev An action that is never carried out would test nothing, and go unnoticed in the total.
    function test_everyActionIsCarriedOutOften() external {
        bytes4[] memory actions = this.targetSelectors()[0].selectors;
        for (uint256 i = 0; i < actions.length * 60; ++i) {
            bytes4 action = actions[i % actions.length];
            // Checked by `counts` below, as in a run.
            (bool sent, ) = address(_cast).call(
                abi.encodeWithSelector(action, uint256(keccak256(abi.encode(i))))
            );
            assertTrue(sent, "the handler reverted");
        }
        for (uint256 i = 0; i < actions.length; ++i) {
            (uint32 tried, uint32 done) = _cast.counts(actions[i]);
            assertEq(tried, 60, "tries");
            if (done < 12) revert Unequal("carried out", done, i);
        }
        assertTrue(_cast.done() * 100 >= _cast.tried() * 50, "too many actions were refused");
    }

    function _requireWhole(Model.Rule rule) private view {
        string memory what = _cast.broken(rule);
        if (bytes(what).length != 0) revert Untrue(what);
    }
}
