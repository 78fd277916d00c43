// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "./interfaces/IHealthRecords.sol";
import {IPatients} from "./interfaces/IPatients.sol";
import {IProviders} from "./interfaces/IProviders.sol";
import {IStaff} from "./interfaces/IStaff.sol";
import {HealthRecordsEntries} from "./health-records/HealthRecordsEntries.sol";
import {HealthRecordsReads} from "./health-records/HealthRecordsReads.sol";
import {HealthRecordsState} from "./health-records/HealthRecordsState.sol";
import {Chart, Charts} from "./libraries/Charts.sol";
import {Pair, Pairs} from "./libraries/Pairs.sol";

/// @title HealthRecords: requests, grants, keys
/// @notice Who may read and write what in a patient's chart.
/// @dev In four parts: HealthRecordsState (what is kept, who may touch it), HealthRecordsEntries
/// (adding records), HealthRecordsReads (every read), and here every order about access. Other
/// contracts are asked by view calls only and are fixed at construction, so nothing re-enters.
///
/// The patient's orders that need the share sheet share one frame: `_begin` (who may, swap the
/// sheet, read the chart), the order itself, `_finish` (move the epochs once, write the chart).
contract HealthRecords is HealthRecordsEntries, HealthRecordsReads {
    /// @notice A patient's order under way.
    struct Order {
        /// The chart before the order: packed epochs are compared with it.
        Chart chart;
        /// Who ordered it.
        address by;
        /// The share sheet after the order.
        bytes32 sheet;
        /// The compartments whose epoch moves at the end.
        uint16 moved;
    }

    uint256 private constant _MAX_LAPSE = 90 days;
    uint256 private constant _MAX_HANDOVERS = 64;

    // Read from IPatients once, so that the two contracts can't disagree.
    uint16 private immutable _powerGrant;
    uint16 private immutable _powerDeny;
    uint16 private immutable _powerRevoke;
    uint16 private immutable _powerKeys;

    constructor(
        IPatients patients,
        IProviders providers,
        IStaff staff,
        address relay
    ) HealthRecordsState(patients, providers, staff, relay) {
        _powerGrant = patients.POWER_GRANT();
        _powerDeny = patients.POWER_DENY();
        _powerRevoke = patients.POWER_REVOKE();
        _powerKeys = patients.POWER_KEYS();
    }

    // --- Requests ----------------------------------------------------------------------------

    /// @inheritdoc IHealthRecords
    function request(
        uint32 patient,
        uint32 provider,
        uint32 doctor,
        Terms calldata terms,
        uint32 lapsesAt
    ) external {
        IProviders.Kind kind = _requireVerifiedActor(provider, doctor);
        _requireGrantable(provider, kind);
        Terms memory wished = terms;
        _requireTerms(wished);
        wished.expiresAt = _ceilToHour(terms.expiresAt);
        if (wished.expiresAt > Pairs.MAX_REQUEST_TIME) {
            revert HealthRecordsInvalidExpiry(terms.expiresAt);
        }
        if (
            lapsesAt <= block.timestamp ||
            lapsesAt > block.timestamp + _MAX_LAPSE ||
            lapsesAt > Pairs.MAX_REQUEST_TIME
        ) {
            revert HealthRecordsInvalidLapse(lapsesAt);
        }
        PatientState storage state = _states[patient];
        Pair pair = state.pairs[provider];
        // A mistyped code must not vanish into a chart that nobody owns. Asked only while the
        // lists are empty: somebody on them means that the chart exists.
        if (state.lists.isEmpty()) _patients.patientIdOf(patient);

        Pair asked = pair.isLinked() ? pair : _link(state, patient, provider, kind, pair);
        uint32 kept = _ceilToHour(lapsesAt);
        asked = asked.withRequest(wished, kept);
        if (asked == pair) revert HealthRecordsAlreadySet(patient, provider);
        state.pairs[provider] = asked.withEvent();
        emit AccessRequested(patient, provider, doctor, wished, kept, pair.lastEventBlock());
    }

    /// @inheritdoc IHealthRecords
    /// @dev No check of the provider's verification: taking a request back harms nobody.
    function withdraw(uint32 patient, uint32 provider, uint32 doctor) external {
        _requireActor(provider, doctor);
        emit RequestWithdrawn(patient, provider, _endRequest(patient, provider));
    }

    // --- The patient's side --------------------------------------------------------------------

    /// @inheritdoc IHealthRecords
    function grant(
        uint32 patient,
        GrantOrder calldata grantOrder,
        SheetSwap calldata sheet
    ) external {
        Order memory order = _begin(patient, _powerGrant, sheet);
        _grant(patient, grantOrder, order, false);
        _finish(patient, order);
    }

    /// @inheritdoc IHealthRecords
    function grantMany(
        uint32 patient,
        GrantOrder[] calldata grantOrders,
        SheetSwap calldata sheet
    ) external {
        if (grantOrders.length == 0) revert HealthRecordsNothingToGrant();
        Order memory order = _begin(patient, _powerGrant, sheet);
        for (uint256 i = 0; i < grantOrders.length; ++i) {
            _grant(patient, grantOrders[i], order, false);
        }
        _finish(patient, order);
    }

    /// @inheritdoc IHealthRecords
    function approve(
        uint32 patient,
        GrantOrder calldata grantOrder,
        SheetSwap calldata sheet
    ) external {
        Order memory order = _begin(patient, _powerGrant, sheet);
        _grant(patient, grantOrder, order, true);
        _finish(patient, order);
    }

    /// @inheritdoc IHealthRecords
    function deny(uint32 patient, uint32 provider) external {
        address by = _requirePower(patient, _powerDeny);
        emit RequestDenied(patient, provider, by, _endRequest(patient, provider));
    }

    /// @inheritdoc IHealthRecords
    /// @dev No check of the provider's verification: a grant of a suspended provider stays dead,
    /// however long it is prolonged.
    function renew(uint32 patient, uint32 provider, uint32 expiresAt) external {
        address by = _requirePower(patient, _powerGrant);
        PatientState storage state = _states[patient];
        Pair pair = state.pairs[provider];
        if (!pair.isUnexpired()) revert HealthRecordsNoGrant(patient, provider);
        if (expiresAt <= block.timestamp) revert HealthRecordsInvalidExpiry(expiresAt);
        Pair renewed = pair.withExpiry(expiresAt);
        if (renewed == pair) revert HealthRecordsAlreadySet(patient, provider);
        if (expiresAt < pair.expiresAt()) _patients.requireMayAct(patient, by, _powerRevoke);

        state.pairs[provider] = renewed.withEvent();
        emit AccessRenewed(patient, provider, expiresAt, by, pair.lastEventBlock());
    }

    /// @inheritdoc IHealthRecords
    function revoke(
        uint32 patient,
        uint32 provider,
        uint256 epochs,
        SheetSwap calldata sheet
    ) external {
        Order memory order = _begin(patient, _powerRevoke, sheet);
        _revoke(patient, provider, epochs, order);
        _finish(patient, order);
    }

    /// @inheritdoc IHealthRecords
    function revokeMany(
        uint32 patient,
        uint32[] calldata providers,
        uint256 epochs,
        SheetSwap calldata sheet
    ) external {
        if (providers.length == 0) revert HealthRecordsNothingToRevoke();
        Order memory order = _begin(patient, _powerRevoke, sheet);
        for (uint256 i = 0; i < providers.length; ++i) {
            _revoke(patient, providers[i], epochs, order);
        }
        _finish(patient, order);
    }

    /// @inheritdoc IHealthRecords
    function moveEpochs(
        uint32 patient,
        uint16 mask,
        uint256 epochs,
        SheetSwap calldata sheet
    ) external {
        if (mask == 0) revert HealthRecordsNothingToMove();
        Order memory order = _begin(patient, _powerRevoke, sheet);
        _requireEpochs(patient, order.chart, epochs, mask);

        order.moved = mask;
        uint40 previousBlock = _finishWithEvent(patient, order);
        emit EpochsMoved(patient, mask, order.by, order.sheet, previousBlock);
    }

    /// @inheritdoc IHealthRecords
    /// @dev A new generation comes with a new identity, hence the power over the keys.
    function startGeneration(uint32 patient, uint16 generation, SheetSwap calldata sheet) external {
        Order memory order = _begin(patient, _powerKeys, sheet);
        uint16 current = order.chart.generation();
        if (generation != current) {
            revert HealthRecordsStaleGeneration(patient, generation, current);
        }
        if (current == Charts.MAX_GENERATION) revert HealthRecordsGenerationExhausted(patient);

        order.chart = order.chart.nextGeneration();
        uint40 previousBlock = _finishWithEvent(patient, order);
        emit GenerationStarted(patient, current + 1, order.by, order.sheet, previousBlock);
    }

    /// @inheritdoc IHealthRecords
    function replaceShareSheet(uint32 patient, SheetSwap calldata sheet) external {
        Order memory order = _begin(patient, _powerRevoke, sheet);
        uint40 previousBlock = _finishWithEvent(patient, order);
        emit ShareSheetReplaced(patient, order.by, order.sheet, previousBlock);
    }

    // --- Hospitals -----------------------------------------------------------------------------

    /// @inheritdoc IHealthRecords
    /// @dev The organization's own wallet only: the records office holds the key.
    function handOver(
        uint32 patient,
        uint32 organization,
        uint32 doctor,
        bytes32 envelope
    ) external {
        _requireVerifiedActor(organization, 0);
        PatientState storage state = _states[patient];
        Pair pair = state.pairs[organization];
        if (!pair.isUnexpired() || pair.readMask() == 0) {
            revert HealthRecordsNoGrant(patient, organization);
        }
        if (!_staff.isCurrent(organization, doctor)) {
            revert HealthRecordsNotStaff(organization, doctor);
        }
        if (envelope == 0) revert HealthRecordsEmptyDigest();
        Handovers storage handovers = state.handovers[organization];
        bytes32 previous = handovers.envelopes[doctor];
        if (envelope == previous) revert HealthRecordsAlreadySet(patient, organization);

        if (previous == 0) _enlist(handovers, patient, organization, doctor);
        handovers.envelopes[doctor] = envelope;
        state.pairs[organization] = pair.withEvent();
        emit KeysHandedOver(patient, organization, doctor, envelope, pair.lastEventBlock());
    }

    // --- Inside --------------------------------------------------------------------------------

    function _requireTerms(Terms memory terms) private view {
        if (terms.readMask | terms.writeMask == 0 || terms.purpose == Purpose.None) {
            revert HealthRecordsInvalidTerms();
        }
        if (terms.expiresAt <= block.timestamp) revert HealthRecordsInvalidExpiry(terms.expiresAt);
    }

    /// @dev Times of a request are kept in whole hours; rounded up, it asks and waits as long as
    /// the provider said, and up to an hour longer.
    function _ceilToHour(uint32 time) private pure returns (uint32) {
        uint256 hour = (uint256(time) + 1 hours - 1) / 1 hours;
        // Beyond 2106 it stops at the type's end, which no request can name.
        uint256 rounded = hour * 1 hours;
        return rounded > type(uint32).max ? type(uint32).max : uint32(rounded);
    }

    function _requireEpochs(uint32 patient, Chart chart, uint256 epochs, uint16 mask) private pure {
        if (chart.names(epochs, mask)) return;

        uint16 generation = chart.generation();
        if (Charts.generationIn(epochs) != generation) {
            revert HealthRecordsStaleGeneration(patient, Charts.generationIn(epochs), generation);
        }
        uint8 compartment = 0;
        // Ends at the lane that differs: there is one, or `names` had returned true.
        while (
            mask & (1 << compartment) == 0 ||
            Charts.epochIn(epochs, compartment) == chart.epochOf(compartment)
        ) ++compartment;
        revert HealthRecordsStaleEpoch(
            patient,
            compartment,
            Charts.epochIn(epochs, compartment),
            chart.epochOf(compartment)
        );
    }

    function _begin(
        uint32 patient,
        uint16 power,
        SheetSwap calldata sheet
    ) private returns (Order memory order) {
        order.by = _requirePower(patient, power);
        PatientState storage state = _states[patient];
        bytes32 current = state.sheet;
        if (sheet.expected != current) {
            revert HealthRecordsStaleSheet(patient, sheet.expected, current);
        }
        if (sheet.next == 0) revert HealthRecordsEmptyDigest();
        if (sheet.next == current) revert HealthRecordsSheetUnchanged(patient);

        state.sheet = sheet.next;
        order.sheet = sheet.next;
        order.chart = state.chart;
    }

    /// @dev Ends an order whose events belong to pairs: the chart changes only if epochs move, and
    /// with the first order.
    function _finish(uint32 patient, Order memory order) private {
        if (order.moved == 0 && order.chart.isInUse()) return;
        _states[patient].chart = _moved(patient, order).inUse();
    }

    /// @dev Ends an order whose event belongs to the chart.
    function _finishWithEvent(
        uint32 patient,
        Order memory order
    ) private returns (uint40 previousBlock) {
        _states[patient].chart = _moved(patient, order).withEvent();
        return order.chart.lastEventBlock();
    }

    function _moved(uint32 patient, Order memory order) private pure returns (Chart chart) {
        bool exhausted;
        (chart, exhausted) = order.chart.move(order.moved);
        if (exhausted) _revertExhausted(patient, order);
    }

    function _revertExhausted(uint32 patient, Order memory order) private pure {
        uint8 compartment = 0;
        // Ends at the exhausted lane: the caller found one.
        while (
            order.moved & (1 << compartment) == 0 ||
            order.chart.epochOf(compartment) != Charts.MAX_EPOCH
        ) ++compartment;
        revert HealthRecordsEpochExhausted(patient, compartment);
    }

    /// @dev Notes what an order takes away. Each epoch moves once in a transaction, and the first
    /// event that caused it says so.
    function _take(Order memory order, uint16 taken) private pure returns (uint16 moved) {
        moved = taken & ~order.moved;
        order.moved |= taken;
    }

    function _grant(
        uint32 patient,
        GrantOrder calldata grantOrder,
        Order memory order,
        bool asAnswer
    ) private {
        uint32 provider = grantOrder.provider;
        IProviders.Kind kind = _requireKeyVersion(provider, grantOrder.keyVersion);
        Terms memory terms = Terms(
            grantOrder.readMask,
            grantOrder.writeMask,
            grantOrder.purpose,
            grantOrder.expiresAt
        );
        _requireTerms(terms);
        PatientState storage state = _states[patient];
        Pair pair = state.pairs[provider];
        bool pending = pair.isPending();
        if (asAnswer && !pending) _revertNotPending(patient, provider, pair);
        uint16 readBefore = pair.readMask();
        _requireEpochs(patient, order.chart, grantOrder.epochs, readBefore | terms.readMask);
        // Lapsed or not: who held a key keeps it until the epoch moves.
        uint16 taken = readBefore & ~terms.readMask;
        if (taken != 0 || pair.losesBy(terms)) {
            _patients.requireMayAct(patient, order.by, _powerRevoke);
        }

        Pair granted = pair.isLinked() ? pair : _link(state, patient, provider, kind, pair);
        granted = granted.withoutRequest().withGrant(terms, grantOrder.keyVersion);
        if (granted == pair) revert HealthRecordsAlreadySet(patient, provider);
        state.pairs[provider] = granted.withEvent();
        emit AccessGranted(
            patient,
            provider,
            terms,
            grantOrder.keyVersion,
            pending,
            _take(order, taken),
            order.by,
            order.sheet,
            pair.lastEventBlock()
        );
    }

    function _revertNotPending(uint32 patient, uint32 provider, Pair pair) private pure {
        if (!pair.isRequested()) revert HealthRecordsNoRequest(patient, provider);
        revert HealthRecordsRequestLapsed(patient, provider, pair.lapsesAt());
    }

    function _requireKeyVersion(
        uint32 provider,
        uint16 keyVersion
    ) private view returns (IProviders.Kind kind) {
        bool verifiedNow;
        uint16 current;
        (verifiedNow, , kind, current) = _providers.standing(provider);
        _requireGrantable(provider, kind);
        if (!verifiedNow) revert HealthRecordsProviderNotVerified(provider);
        if (keyVersion != current) {
            revert HealthRecordsStaleKeyVersion(provider, keyVersion, current);
        }
    }

    function _revoke(uint32 patient, uint32 provider, uint256 epochs, Order memory order) private {
        PatientState storage state = _states[patient];
        Pair pair = state.pairs[provider];
        if (!pair.isGranted()) revert HealthRecordsNoGrant(patient, provider);
        uint16 taken = pair.readMask();
        _requireEpochs(patient, order.chart, epochs, taken);

        state.pairs[provider] = pair.withoutGrant().withEvent();
        emit AccessRevoked(
            patient,
            provider,
            _take(order, taken),
            order.by,
            order.sheet,
            pair.lastEventBlock()
        );
    }

    function _endRequest(uint32 patient, uint32 provider) private returns (uint40 previousBlock) {
        PatientState storage state = _states[patient];
        Pair pair = state.pairs[provider];
        if (!pair.isRequested()) revert HealthRecordsNoRequest(patient, provider);

        state.pairs[provider] = pair.withoutRequest().withEvent();
        return pair.lastEventBlock();
    }

    /// @dev Adds a doctor to those that a hospital handed this patient's keys to. Nobody leaves the
    /// list, whose patient must see everybody that holds keys; it is bounded, so that it can always
    /// be read. Past the bound a doctor asks on the hospital's behalf, and the patient seals to
    /// them.
    function _enlist(
        Handovers storage handovers,
        uint32 patient,
        uint32 organization,
        uint32 doctor
    ) private {
        uint32[] storage doctors = handovers.doctors;
        if (doctors.length == _MAX_HANDOVERS) {
            revert HealthRecordsTooManyHandovers(patient, organization, _MAX_HANDOVERS);
        }
        doctors.push(doctor);
    }
}
