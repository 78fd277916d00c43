// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAuthorities} from "../../../../contracts/interfaces/IAuthorities.sol";
import {IPatients} from "../../../../contracts/interfaces/IPatients.sol";
import {IProviders} from "../../../../contracts/interfaces/IProviders.sol";
import {IStaff} from "../../../../contracts/interfaces/IStaff.sol";
import {Relaying} from "./Relaying.sol";

/// @title PeopleActions: charts, delegates, providers, authorities and staff
/// @notice Each function plays one action and returns whether the contracts carried it out.
abstract contract PeopleActions is Relaying {
    // --- Patients ------------------------------------------------------------------------------

    function _registerChart() internal returns (bool) {
        if (_charts.length > MAX_CHARTS) return _replaceKeys();
        address who = _somebody();
        bytes32 commitment = bytes32(_word());
        bytes32 keyDocument = bytes32(_word());
        if (!_sendRegistration(who, commitment, keyDocument)) return false;
        _addChart(who, keccak256(abi.encode(who, commitment)), keyDocument);
        _lastChart = _charts.length - 1;
        return true;
    }

    function _replaceKeys() internal returns (bool) {
        Chart storage chart = _anyChart();
        address who = _orderer(chart, KEYS);
        bytes32 expected = _chance(5) ? bytes32(_word()) : chart.keyDocument;
        bytes32 next = bytes32(_word());
        bytes memory call = abi.encodeCall(
            IPatients.replaceKeyDocument,
            (chart.number, expected, next)
        );
        if (!_send(who, address(patients), call)) return false;
        _require(Rule.Identity, _mayAct(chart, who, KEYS), "a stranger replaced a patient's keys");
        _require(Rule.Identity, expected == chart.keyDocument, "keys replaced, unseen before");
        chart.keyDocument = next;
        ++chart.keyVersion;
        return true;
    }

    function _offerControl() internal returns (bool) {
        Chart storage chart = _anyChart();
        address who = _chance(90) ? chart.controller : _somebody();
        address to = _chance(5) ? address(0) : _somebody();
        bytes memory call = abi.encodeCall(IPatients.offerControl, (chart.number, to));
        if (!_send(who, address(patients), call)) return false;
        _require(Rule.Identity, who == chart.controller, "a stranger offered a chart");
        (chart.offeredBy, chart.offeredTo) = to == address(0) ? (to, to) : (who, to);
        return true;
    }

    function _acceptControl() internal returns (bool) {
        Chart storage chart = _anyChart();
        if (chart.offeredTo == address(0)) return _offerControl();
        address who = _chance(75) ? chart.offeredTo : _somebody();
        address from = _chance(90) ? chart.offeredBy : _somebody();
        bytes memory call = abi.encodeCall(IPatients.acceptControl, (chart.number, from));
        if (!_send(who, address(patients), call)) return false;
        _require(
            Rule.Identity,
            who == chart.offeredTo && from == chart.offeredBy && from == chart.controller,
            "a chart changed hands without an offer of its controller"
        );
        chart.controller = who;
        (chart.offeredBy, chart.offeredTo) = (address(0), address(0));
        delete _delegations[chart.number][who];
        return true;
    }

    function _setDelegate() internal returns (bool) {
        Chart storage chart = _anyChart();
        address who = _chance(90) ? chart.controller : _somebody();
        address delegate = _somebody();
        uint16 powers = uint16(1 + _roll(63));
        uint40 until = uint40(_now + _roll(90 days));
        if (!_sendDelegate(who, chart.number, delegate, powers, until)) return false;
        _require(Rule.PatientsSide, who == chart.controller, "a stranger appointed a delegate");
        _delegations[chart.number][delegate] = Delegation(powers, until);
        return true;
    }

    function _removeDelegate() internal returns (bool) {
        Chart storage chart = _anyChart();
        address delegate = _somebody();
        for (uint256 i = 0; i < _people.length; ++i) {
            if (_delegations[chart.number][_people[i]].until != 0) delegate = _people[i];
        }
        address who =
            _chance(60)
                ? chart.controller
                : _chance(75)
                    ? delegate
                    : _somebody();
        bytes memory call = abi.encodeCall(IPatients.removeDelegate, (chart.number, delegate));
        if (!_send(who, address(patients), call)) return false;
        _require(
            Rule.PatientsSide,
            who == chart.controller || who == delegate,
            "a stranger ended a delegation"
        );
        delete _delegations[chart.number][delegate];
        return true;
    }

    // --- Providers -------------------------------------------------------------------------------

    function _apply() internal returns (bool) {
        if (_providers.length > MAX_PROVIDERS) return _verify();
        address who = _somebody();
        IProviders.Kind kind = IProviders.Kind(1 + _roll(7));
        uint32 by = uint32(1 + _roll(_offices.length - 1));
        bytes32 profile = bytes32(_word());
        bytes32 keyDocument = bytes32(_word());
        bytes memory call = abi.encodeCall(
            IProviders.applyForVerification,
            (kind, by, profile, keyDocument, bytes32(_word()))
        );
        if (!_send(who, address(providers), call)) return false;
        Provider storage provider = _addProvider(uint32(_providers.length), who, kind, by);
        provider.profile = profile;
        provider.keyDocument = keyDocument;
        _lastProvider = provider.number;
        return true;
    }

    /// @dev Prefers one that waits for it.
    function _verify() internal returns (bool) {
        uint32 number = uint32(1 + _roll(_providers.length - 1));
        for (uint256 i = 0; i < _providers.length; ++i) {
            if (_providers[number].status == IProviders.Status.Applied) break;
            number = uint32(1 + (number % (_providers.length - 1)));
        }
        Provider storage provider = _providers[_lastProvider = number];
        address who = _verifier(provider);
        uint40 until = uint40(_now + 1 + _roll(200 days));
        bytes32 profile = _chance(95) ? provider.profile : bytes32(_word());
        bytes memory call = abi.encodeCall(
            IProviders.verify,
            (number, provider.wallet, provider.kind, profile, until)
        );
        if (!_send(who, address(providers), call)) return false;
        _requireVerifier(provider, who);
        _require(Rule.Access, profile == provider.profile, "verified what it doesn't say");
        provider.status = IProviders.Status.Verified;
        provider.until = until;
        return true;
    }

    function _suspendOrReinstate() internal returns (bool) {
        Provider storage provider = _providers[
            _lastProvider = uint32(1 + _roll(_providers.length - 1))
        ];
        address who = _verifier(provider);
        // Suspended ones are reinstated soon: there should be something left to test.
        for (uint256 i = 1; i < _providers.length; ++i) {
            if (_providers[i].status == IProviders.Status.Suspended && _chance(70)) {
                provider = _providers[_lastProvider = uint32(i)];
                who = _verifier(provider);
            }
        }
        bool suspended = provider.status == IProviders.Status.Suspended;
        if (_chance(5)) suspended = !suspended;
        bytes memory call =
            suspended
                ? abi.encodeCall(IProviders.reinstate, (provider.number))
                : abi.encodeCall(IProviders.suspend, (provider.number));
        if (!_send(who, address(providers), call)) return false;
        _requireVerifier(provider, who);
        provider.status = suspended ? IProviders.Status.Verified : IProviders.Status.Suspended;
        return true;
    }

    function _revokeProvider() internal returns (bool) {
        // For good, so it must stay rare.
        if (!_chance(15)) return _verify();
        Provider storage provider = _providers[
            _lastProvider = uint32(1 + _roll(_providers.length - 1))
        ];
        address who = _verifier(provider);
        bytes memory call = abi.encodeCall(IProviders.revoke, (provider.number));
        if (!_send(who, address(providers), call)) return false;
        _requireVerifier(provider, who);
        provider.status = IProviders.Status.Revoked;
        provider.until = 0;
        provider.movingTo = address(0);
        return true;
    }

    function _replaceProviderDocument() internal returns (bool) {
        Provider storage provider = _providers[
            _lastProvider = uint32(1 + _roll(_providers.length - 1))
        ];
        address who = _chance(95) ? provider.wallet : _somebody();
        bool keys = _chance(75);
        bytes32 current = keys ? provider.keyDocument : provider.profile;
        bytes32 expected = _chance(95) ? current : bytes32(_word());
        bytes32 next = bytes32(_word());
        bytes memory call =
            keys
                ? abi.encodeCall(IProviders.replaceKeyDocument, (provider.number, expected, next))
                : abi.encodeCall(
                    IProviders.replaceProfile,
                    (provider.number, expected, next, bytes32(_word()))
                );
        if (!_send(who, address(providers), call)) return false;
        _require(Rule.Access, who == provider.wallet, "a stranger changed a provider");
        _require(Rule.Access, expected == current, "a provider's document replaced, unseen");
        if (keys) {
            provider.keyDocument = next;
            ++provider.keyVersion;
        } else {
            provider.profile = next;
            provider.status = IProviders.Status.Applied;
            provider.until = 0;
        }
        return true;
    }

    function _startWalletMove() internal returns (bool) {
        Provider storage provider = _providers[
            _lastProvider = uint32(1 + _roll(_providers.length - 1))
        ];
        bool byAuthority = _chance(40);
        address who = byAuthority ? _verifier(provider) : provider.wallet;
        address to = _somebody();
        bytes memory call =
            byAuthority
                ? abi.encodeCall(
                    IProviders.startWalletReplacementByAuthority,
                    (provider.number, to)
                )
                : abi.encodeCall(IProviders.startWalletReplacement, (provider.number, to));
        if (!_send(who, address(providers), call)) return false;
        if (byAuthority) _requireVerifier(provider, who);
        provider.movingTo = to;
        provider.movableFrom = byAuthority ? uint40(_now + 14 days) : 0;
        provider.movedByAuthority = byAuthority;
        return true;
    }

    function _finishWalletMove() internal returns (bool) {
        uint32 number = uint32(1 + _roll(_providers.length - 1));
        for (uint256 i = 0; i < _providers.length; ++i) {
            if (_providers[number].movingTo != address(0)) break;
            number = uint32(1 + (number % (_providers.length - 1)));
        }
        Provider storage provider = _providers[_lastProvider = number];
        if (provider.movingTo == address(0)) return _startWalletMove();
        if (_chance(25)) {
            address by = _chance(50) ? provider.wallet : _verifier(provider);
            bytes memory cancel = abi.encodeCall(IProviders.cancelWalletReplacement, (number));
            if (!_send(by, address(providers), cancel)) return false;
            provider.movingTo = address(0);
            return true;
        }
        address who = _chance(90) ? provider.movingTo : _somebody();
        bytes memory call = abi.encodeCall(IProviders.acceptWalletReplacement, (number));
        if (!_send(who, address(providers), call)) return false;
        _require(
            Rule.Access,
            who == provider.movingTo && _now >= provider.movableFrom,
            "a provider's wallet was taken over"
        );
        provider.wallet = who;
        provider.movingTo = address(0);
        if (!provider.movedByAuthority) {
            provider.status = IProviders.Status.Applied;
            provider.until = 0;
        }
        return true;
    }

    // --- Authorities -----------------------------------------------------------------------------

    /// @dev Removes the first authority now and then, or appoints one where one is missing.
    function _changeAuthorities() internal returns (bool) {
        address who = _chance(90) ? admin : _somebody();
        for (uint32 i = 1; i < 4; ++i) {
            bool replaced = false;
            for (uint256 j = 4; j < _offices.length; ++j) {
                if (_offices[j].wallet == _offices[i].wallet) replaced = true;
            }
            if (_offices[i].active || replaced) continue;
            Office memory gone = _offices[i];
            bytes memory appoint = abi.encodeCall(
                IAuthorities.appoint,
                (gone.wallet, gone.jurisdiction, bytes32(_word()), bytes32(0))
            );
            if (!_send(who, address(authorities), appoint)) return false;
            _require(Rule.Access, who == admin, "a stranger appointed an authority");
            _offices.push(Office(gone.wallet, gone.jurisdiction, true));
            return true;
        }
        if (!_chance(25)) return _takeOver();
        uint32 number = uint32(1 + _roll(_offices.length - 1));
        bytes memory call = abi.encodeCall(IAuthorities.remove, (number));
        if (!_send(who, address(authorities), call)) return false;
        _require(Rule.Access, who == admin, "a stranger removed an authority");
        _offices[number].active = false;
        return true;
    }

    function _takeOver() internal returns (bool) {
        Provider storage provider = _providers[
            _lastProvider = uint32(1 + _roll(_providers.length - 1))
        ];
        // One whose authority is gone, where there is one; else another authority tries all the same.
        for (uint256 i = 1; i < _providers.length; ++i) {
            if (!_offices[_providers[i].authority].active) {
                provider = _providers[_lastProvider = uint32(i)];
            }
        }
        if (_offices[provider.authority].active && _chance(80)) return _suspendOrReinstate();
        uint32 to = uint32(1 + _roll(_offices.length - 1));
        address who = _offices[to].wallet;
        bytes memory call = abi.encodeCall(IProviders.takeOver, (provider.number, to));
        if (!_send(who, address(providers), call)) return false;
        _require(
            Rule.Access,
            !_offices[provider.authority].active &&
                _offices[to].active &&
                _offices[to].jurisdiction == _offices[provider.authority].jurisdiction,
            "an authority took over what wasn't free"
        );
        provider.authority = to;
        return true;
    }

    // --- Staff -----------------------------------------------------------------------------------

    function _changeStaff() internal returns (bool) {
        uint32 organization = _anyOrganization();
        uint32 doctor = uint32(1 + _roll(_providers.length - 1));
        for (uint256 i = 0; i < _providers.length; ++i) {
            if (_providers[doctor].kind == IProviders.Kind.Doctor && _isVerified(doctor)) break;
            doctor = uint32(1 + (doctor % (_providers.length - 1)));
        }
        _lastProvider = organization;
        bool remove = _members[organization][doctor];
        address who = _providers[organization].wallet;
        if (_chance(8)) who = _somebody();
        else if (remove && _chance(30)) who = _providers[doctor].wallet;
        bytes memory call =
            remove
                ? abi.encodeCall(IStaff.remove, (organization, doctor))
                : abi.encodeCall(IStaff.add, (organization, doctor));
        if (!_send(who, address(staff), call)) return false;
        bool allowed = who == _providers[organization].wallet;
        if (remove) allowed = allowed || who == _providers[doctor].wallet;
        else allowed = allowed && _isVerified(organization) && _isVerified(doctor);
        _require(Rule.Access, allowed, "a stranger changed a staff");
        _members[organization][doctor] = !remove;
        return true;
    }

    function _anyOrganization() internal returns (uint32 organization) {
        organization = uint32(1 + _roll(_providers.length - 1));
        for (uint256 i = 0; i < _providers.length; ++i) {
            IProviders.Kind kind = _providers[organization].kind;
            bool employs = kind == IProviders.Kind.Hospital || kind == IProviders.Kind.Organization;
            if (employs && _isVerified(organization)) break;
            organization = uint32(1 + (organization % (_providers.length - 1)));
        }
    }

    function _verifier(Provider storage provider) private returns (address) {
        return _chance(93) ? _offices[provider.authority].wallet : _somebody();
    }

    function _requireVerifier(Provider storage provider, address who) private {
        Office storage office = _offices[provider.authority];
        // Where a removed authority was appointed again, it is another one with the same wallet.
        _require(Rule.Access, office.active && office.wallet == who, "a stranger verified");
    }
}
