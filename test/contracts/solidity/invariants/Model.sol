// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {SignedOrders} from "../support/SignedOrders.sol";

/// @title Model: what the contracts should hold, kept in plain words
/// @notice Written from the interfaces and design, without packing, lists by links or any code of
/// the contracts. The handler changes it after each call that succeeded; the invariants compare.
abstract contract Model is SignedOrders {
    /// @notice What a broken rule is about; each has an invariant of its own.
    enum Rule {
        Access,
        PatientsSide,
        Lists,
        Epochs,
        History,
        ShareSheet,
        Receipts,
        Nonces,
        Identity
    }

    struct Chart {
        uint32 number;
        bytes32 id;
        address controller;
        bytes32 keyDocument;
        uint16 keyVersion;
        address offeredBy;
        address offeredTo;
        uint16[16] epochs;
        uint16 generation;
        bytes32 sheet;
        bytes32[][16] manifests;
        /// In the order of their first request or grant.
        uint32[] doctors;
        uint32[] hospitals;
    }

    struct Delegation {
        uint16 powers;
        uint40 until;
    }

    struct Provider {
        uint32 number;
        address wallet;
        IProviders.Kind kind;
        IProviders.Status status;
        uint40 until;
        uint16 keyVersion;
        bytes32 profile;
        bytes32 keyDocument;
        uint32 authority;
        address movingTo;
        uint40 movableFrom;
        bool movedByAuthority;
        /// In the order of their first request or grant.
        uint32[] patients;
    }

    struct Pair {
        bool linked;
        bool granted;
        IHealthRecords.Terms terms;
        uint16 keyVersion;
        bool requested;
        IHealthRecords.Terms wish;
        uint32 lapsesAt;
    }

    struct Office {
        address wallet;
        uint16 jurisdiction;
        bool active;
    }

    struct Logged {
        uint32 highest;
        mapping(uint32 sequence => bool accepted) accepted;
    }

    uint16 internal constant ADD_RECORDS = 1;
    uint16 internal constant GRANT = 2;
    uint16 internal constant DENY = 4;
    uint16 internal constant REVOKE = 8;
    uint16 internal constant KEYS = 16;

    uint256 internal _now;
    uint256 internal _block;

    address[] internal _people;
    mapping(address person => uint256 key) internal _keys;

    /// @dev Index 0 of each is nobody, so that an index of 0 says "unknown".
    Chart[] internal _charts;
    Provider[] internal _providers;
    Office[] internal _offices;
    mapping(uint32 patient => uint256 index) internal _chartIndex;

    mapping(uint32 patient => mapping(address account => Delegation delegation))
        internal _delegations;
    mapping(uint32 patient => mapping(uint32 provider => Pair pair)) internal _pairs;
    mapping(uint32 organization => mapping(uint32 doctor => bool member)) internal _members;
    mapping(uint32 patient => mapping(uint32 organization => mapping(uint32 doctor => bytes32 envelope)))
        internal _envelopes;
    /// @dev In the order of the first handover.
    mapping(uint32 patient => mapping(uint32 organization => uint32[] doctors)) internal _holders;
    mapping(uint32 patient => mapping(address signer => Logged logged)) internal _logged;
    mapping(address signer => uint256 nonce) internal _nonces;

    mapping(Rule rule => string what) private _broken;

    /// @notice What broke a rule first; empty while it holds.
    function broken(Rule rule) external view returns (string memory) {
        return _broken[rule];
    }

    /// @dev Notes that something happened that must not.
    function _require(Rule rule, bool condition, string memory what) internal {
        if (!condition && bytes(_broken[rule]).length == 0) _broken[rule] = what;
    }

    // --- Who may -------------------------------------------------------------------------------

    function _mayAct(Chart storage chart, address who, uint16 power) internal view returns (bool) {
        if (who == chart.controller) return true;
        Delegation storage delegation = _delegations[chart.number][who];
        return _now < delegation.until && delegation.powers & power == power;
    }

    function _isPatientsSide(Chart storage chart, address who) internal view returns (bool) {
        return who == chart.controller || _now < _delegations[chart.number][who].until;
    }

    function _isVerified(uint32 provider) internal view returns (bool) {
        if (provider == 0 || provider >= _providers.length) return false;
        Provider storage known = _providers[provider];
        return known.status == IProviders.Status.Verified && _now < known.until;
    }

    function _isCurrentStaff(uint32 organization, uint32 doctor) internal view returns (bool) {
        return _members[organization][doctor] && _isVerified(doctor);
    }

    /// @dev The wallet of the provider, or of a doctor of its current staff. Revoked doctors no
    /// longer answer to their wallet, but they aren't verified either.
    function _isActor(uint32 provider, address who) internal view returns (bool) {
        if (provider == 0 || provider >= _providers.length) return false;
        if (_providers[provider].wallet == who) return true;
        for (uint32 doctor = 1; doctor < _providers.length; ++doctor) {
            if (_providers[doctor].wallet == who && _isCurrentStaff(provider, doctor)) return true;
        }
        return false;
    }

    /// @dev Who may send a write for a provider, with the doctor named or not.
    function _speaksFor(uint32 provider, uint32 doctor, address who) internal view returns (bool) {
        if (provider == 0 || provider >= _providers.length) return false;
        if (doctor == 0) return _providers[provider].wallet == who;
        return _isCurrentStaff(provider, doctor) && _providers[doctor].wallet == who;
    }

    function _isUnexpired(Pair storage pair) internal view returns (bool) {
        return pair.granted && _now < pair.terms.expiresAt;
    }

    function _isPending(Pair storage pair) internal view returns (bool) {
        return pair.requested && _now < pair.lapsesAt;
    }

    function _readMask(Pair storage pair) internal view returns (uint16) {
        return pair.granted ? pair.terms.readMask : 0;
    }

    /// @dev The whole truth about access, compartment by compartment.
    function _mayAccess(
        uint32 patient,
        uint32 provider,
        address who,
        uint8 compartment,
        bool write
    ) internal view returns (bool) {
        if (who == address(0) || compartment > 15) return false;
        Pair storage pair = _pairs[patient][provider];
        if (!_isUnexpired(pair) || !_isVerified(provider)) return false;
        uint16 mask = write ? pair.terms.writeMask : pair.terms.readMask;
        return (mask >> compartment) % 2 == 1 && _isActor(provider, who);
    }

    function _isGrantable(uint32 provider) internal view returns (bool) {
        return
            provider != 0 &&
            provider < _providers.length &&
            _providers[provider].kind != IProviders.Kind.StorageOperator;
    }

    // --- Packed epochs, as the interface describes them ------------------------------------------

    function _packedEpochs(Chart storage chart) internal view returns (uint256 packed) {
        for (uint256 c = 0; c < 16; ++c) packed += uint256(chart.epochs[c]) * 2 ** (12 * c);
        packed += uint256(chart.generation) * 2 ** 192;
    }

    function _epochIn(uint256 packed, uint256 compartment) internal pure returns (uint256) {
        return (packed / 2 ** (12 * compartment)) % 4096;
    }

    function _generationIn(uint256 packed) internal pure returns (uint256) {
        return (packed / 2 ** 192) % 65536;
    }

    function _namesEpochs(
        Chart storage chart,
        uint256 packed,
        uint16 mask
    ) internal view returns (bool) {
        for (uint256 c = 0; c < 16; ++c) {
            if ((mask >> c) % 2 == 1 && _epochIn(packed, c) != chart.epochs[c]) return false;
        }
        return _generationIn(packed) == chart.generation;
    }

    function _moveEpochs(Chart storage chart, uint16 mask) internal {
        for (uint256 c = 0; c < 16; ++c) if ((mask >> c) % 2 == 1) ++chart.epochs[c];
    }

    // --- Lists -----------------------------------------------------------------------------------

    function _list(Chart storage chart, uint32 provider) internal {
        Pair storage pair = _pairs[chart.number][provider];
        if (pair.linked) return;
        pair.linked = true;
        Provider storage known = _providers[provider];
        if (known.kind == IProviders.Kind.Doctor) chart.doctors.push(provider);
        else chart.hospitals.push(provider);
        known.patients.push(chart.number);
    }
}
