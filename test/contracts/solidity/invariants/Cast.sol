// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHealthRecords} from "../../../../contracts/interfaces/IHealthRecords.sol";
import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {Model} from "./Model.sol";

/// @title Cast: the people of the invariant tests, their dice, and who is asked to act
/// @notice Four charts at first (one wallet controls two, and a doctor is a patient, too), seven
/// providers of five kinds, three authorities, and people who are nobody.
abstract contract Cast is Model {
    uint256 internal constant MAX_CHARTS = 6;
    uint256 internal constant MAX_PROVIDERS = 10;

    uint256 private _dice;

    /// @dev The chart of the last action (its index), and the provider: invariants look there first.
    uint256 internal _lastChart = 1;
    uint32 internal _lastProvider = 1;
    /// @dev Whether the last action was one of the patient's side of that chart, and succeeded.
    bool internal _patientActed;

    constructor() {
        _deploy();
        _now = START;
        _block = 1000;
        _charts.push();
        _providers.push();
        _offices.push();
        _offices.push(Office(authority, HOME, true));
        _offices.push(Office(secondAuthority, HOME, true));
        _offices.push(Office(foreignAuthority, ABROAD, true));

        _join("admin");
        _join("authority");
        _join("second authority");
        _join("foreign authority");
        address patient = _join("patient");
        address parent = _join("parent");
        _join("carer");
        _join("friend");
        address doctor = _join("doctor");
        address staffDoctor = _join("staff doctor");
        address otherDoctor = _join("other doctor");
        address hospital = _join("hospital");
        address laboratory = _join("laboratory");
        address organization = _join("organization");
        address operator = _join("operator");
        _join("spare wallet");
        _join("stranger");

        _open(patient, "patient");
        _open(parent, "parent");
        _open(parent, "child");
        _open(doctor, "doctor as a patient");
        _admit(doctor, IProviders.Kind.Doctor);
        _admit(staffDoctor, IProviders.Kind.Doctor);
        _admit(otherDoctor, IProviders.Kind.Doctor);
        _admit(hospital, IProviders.Kind.Hospital);
        _admit(laboratory, IProviders.Kind.Laboratory);
        _admit(organization, IProviders.Kind.Organization);
        _admit(operator, IProviders.Kind.StorageOperator);
        vm.prank(hospital);
        staff.add(4, 2);
        _members[4][2] = true;
    }

    function _join(string memory name) private returns (address person) {
        person = _account(name);
        _keys[person] = _key(name);
        _people.push(person);
    }

    function _open(address controller, string memory details) private {
        bytes32 commitment = keccak256(bytes(details));
        uint32 number = _register(controller, commitment);
        _addChart(controller, keccak256(abi.encode(controller, commitment)), "");
        assertEq(number, _charts[_charts.length - 1].number, "number of a new chart");
        _charts[_charts.length - 1].keyDocument = keccak256("patient keys");
    }

    function _admit(address wallet, IProviders.Kind kind) private {
        uint40 until = uint40(START + 400 days);
        uint32 number = _verified(wallet, kind, until);
        Provider storage provider = _addProvider(number, wallet, kind, 1);
        provider.status = IProviders.Status.Verified;
        provider.until = until;
        provider.profile = keccak256(abi.encode("profile", wallet));
        provider.keyDocument = "keys";
    }

    function _addChart(address controller, bytes32 id, bytes32 keyDocument) internal {
        Chart storage chart = _charts.push();
        chart.number = uint32(uint256(id));
        chart.id = id;
        chart.controller = controller;
        chart.keyDocument = keyDocument;
        chart.keyVersion = 1;
        chart.generation = 1;
        for (uint256 c = 0; c < 16; ++c) chart.epochs[c] = 1;
        _require(Rule.Identity, _chartIndex[chart.number] == 0, "two patients share a number");
        _chartIndex[chart.number] = _charts.length - 1;
    }

    function _addProvider(
        uint32 number,
        address wallet,
        IProviders.Kind kind,
        uint32 by
    ) internal returns (Provider storage provider) {
        assertEq(number, _providers.length, "number of a new provider");
        provider = _providers.push();
        provider.number = number;
        provider.wallet = wallet;
        provider.kind = kind;
        provider.status = IProviders.Status.Applied;
        provider.keyVersion = 1;
        provider.authority = by;
    }

    // --- Dice --------------------------------------------------------------------------------

    function _throwDice(uint256 seed) internal {
        _dice = seed;
    }

    function _word() internal returns (uint256) {
        _dice = uint256(keccak256(abi.encode(_dice)));
        return _dice;
    }

    /// @dev 0 to sides - 1.
    function _roll(uint256 sides) internal returns (uint256) {
        return _word() % sides;
    }

    function _chance(uint256 percent) internal returns (bool) {
        return _roll(100) < percent;
    }

    /// @dev A few compartments, mostly low ones, so that grants meet.
    function _mask() internal returns (uint16) {
        if (_chance(5)) return uint16(_word());
        return uint16(_word() & _word() & 0xff);
    }

    function _somebody() internal returns (address) {
        return _people[_roll(_people.length)];
    }

    /// @dev Often the first: a chart has to see much for what happens to meet.
    function _anyChart() internal returns (Chart storage) {
        _lastChart = _chance(40) ? 1 : 1 + _roll(_charts.length - 1);
        return _charts[_lastChart];
    }

    /// @dev Mostly one that can be granted something now.
    function _anyProvider() internal returns (uint32 provider) {
        provider = uint32(1 + _roll(_providers.length - 1));
        if (!_chance(5)) {
            for (uint256 i = 0; i < _providers.length; ++i) {
                if (_isVerified(provider) && _isGrantable(provider)) break;
                provider = uint32(1 + (provider % (_providers.length - 1)));
            }
        }
        _lastProvider = provider;
    }

    /// @dev Mostly a provider that holds a grant of this patient; `live` asks for an unexpired one.
    function _grantee(Chart storage chart, bool live) internal returns (uint32 provider) {
        provider = uint32(1 + _roll(_providers.length - 1));
        for (uint256 i = 0; i < _providers.length; ++i) {
            Pair storage pair = _pairs[chart.number][provider];
            if (live ? _isUnexpired(pair) : pair.granted) break;
            provider = uint32(1 + (provider % (_providers.length - 1)));
        }
        _lastProvider = provider;
    }

    /// @dev A chart and a provider with an open request, where there is one.
    function _findRequest() internal returns (bool found, Chart storage chart, uint32 provider) {
        uint256 index = _roll(_charts.length - 1);
        for (uint256 i = 0; i < _charts.length - 1; ++i) {
            _lastChart = 1 + ((index + i) % (_charts.length - 1));
            uint32 patient = _charts[_lastChart].number;
            provider = uint32(1 + _roll(_providers.length - 1));
            for (uint256 j = 0; j < _providers.length; ++j) {
                _lastProvider = provider;
                bool pending = _isPending(_pairs[patient][provider]);
                if (pending) return (true, _charts[_lastChart], provider);
                provider = uint32(1 + (provider % (_providers.length - 1)));
            }
        }
        return (false, _charts[_lastChart], provider);
    }

    /// @dev A chart with a grant, where there is one.
    function _grantedChart() internal returns (Chart storage) {
        uint256 index = _roll(_charts.length - 1);
        for (uint256 i = 0; i < _charts.length - 1; ++i) {
            _lastChart = 1 + ((index + i) % (_charts.length - 1));
            uint32 patient = _charts[_lastChart].number;
            for (uint32 provider = 1; provider < _providers.length; ++provider) {
                if (_isUnexpired(_pairs[patient][provider])) return _charts[_lastChart];
            }
        }
        return _charts[_lastChart];
    }

    /// @dev Who gives a patient's order: mostly the controller, often a delegate who may, sometimes a
    /// delegate of any powers, past their date or not, sometimes anybody.
    function _orderer(Chart storage chart, uint16 power) internal returns (address) {
        uint256 kind = _roll(100);
        if (kind < 5) return _somebody();
        if (kind >= 45) return chart.controller;
        uint256 first = _roll(_people.length);
        for (uint256 i = 0; i < _people.length; ++i) {
            address person = _people[(first + i) % _people.length];
            if (person == chart.controller) continue;
            bool fits =
                kind < 15
                    ? _delegations[chart.number][person].until != 0
                    : _mayAct(chart, person, power);
            if (fits) return person;
        }
        return chart.controller;
    }

    /// @dev Who writes for a provider: mostly itself or one of its staff, sometimes anybody.
    function _writer(uint32 provider) internal returns (address who, uint32 doctor) {
        if (_chance(6)) return (_somebody(), uint32(_roll(_providers.length)));
        if (_chance(50)) {
            for (doctor = 1; doctor < _providers.length; ++doctor) {
                if (_isCurrentStaff(provider, doctor)) return (_providers[doctor].wallet, doctor);
            }
        }
        return (_providers[provider].wallet, 0);
    }

    function _terms() internal returns (IHealthRecords.Terms memory terms) {
        terms.readMask = _mask();
        terms.writeMask = _chance(50) ? 0 : _mask();
        if (terms.readMask | terms.writeMask == 0 && !_chance(5)) terms.readMask = 3;
        terms.purpose = IHealthRecords.Purpose(_chance(3) ? 0 : 1 + _roll(6));
        terms.expiresAt = uint32(
            _chance(3) ? _now : _now + 1 + _roll(_chance(40) ? 2 days : 60 days)
        );
    }

    /// @dev Mostly the current ones; else one lane, or the generation, is off.
    function _epochsOf(Chart storage chart) internal returns (uint256 packed) {
        packed = _packedEpochs(chart);
        if (_chance(5)) packed ^= 1 << _roll(208);
        // What lies above is nobody's business.
        if (_chance(10)) packed |= 1 << 255;
    }

    function _swap(Chart storage chart) internal returns (IHealthRecords.SheetSwap memory sheet) {
        sheet.expected = _chance(4) ? bytes32(_word()) : chart.sheet;
        sheet.next = bytes32(_word());
    }

    function _send(address who, address target, bytes memory order) internal returns (bool done) {
        vm.prank(who);
        (done, ) = target.call(order);
    }
}
