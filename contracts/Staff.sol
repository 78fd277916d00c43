// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IProviders} from "./interfaces/IProviders.sol";
import {IStaff} from "./interfaces/IStaff.sol";

/// @title Staff
/// @notice Which doctors work for which hospital or organization.
contract Staff is IStaff {
    /// @dev One slot. `since` of zero: not a member.
    struct Membership {
        uint40 since;
        /// Where the doctor stands in the organization's list, and the organization in the doctor's.
        uint32 inStaff;
        uint32 inOrganizations;
    }

    uint256 private constant MAX_PAGE = 500;

    IProviders private immutable _providers;

    mapping(uint32 organization => mapping(uint32 doctor => Membership membership))
        private _memberships;
    mapping(uint32 organization => uint32[] doctors) private _staff;
    mapping(uint32 doctor => uint32[] organizations) private _organizations;

    /// @notice Deployed after the providers, whose verification counts here.
    constructor(IProviders providers) {
        _providers = providers;
    }

    /// @inheritdoc IStaff
    function add(uint32 organization, uint32 doctor) external {
        _requireOrganization(organization);
        (bool doctorVerified, , IProviders.Kind kind, ) = _providers.standing(doctor);
        if (kind != IProviders.Kind.Doctor || !doctorVerified) revert StaffInvalidDoctor(doctor);
        if (_memberships[organization][doctor].since != 0) {
            revert StaffAlreadyMember(organization, doctor);
        }

        // Narrowing is safe: a date for 34,000 years, and at most one entry per provider number.
        _memberships[organization][doctor] = Membership({
            since: uint40(block.timestamp),
            inStaff: uint32(_staff[organization].length),
            inOrganizations: uint32(_organizations[doctor].length)
        });
        _staff[organization].push(doctor);
        _organizations[doctor].push(organization);
        emit StaffAdded(organization, doctor);
    }

    /// @inheritdoc IStaff
    function remove(uint32 organization, uint32 doctor) external {
        // No need to check that either is verified: ending something is always allowed.
        if (!_isWalletOf(organization, msg.sender) && !_isWalletOf(doctor, msg.sender)) {
            revert StaffNotOrganization(organization, msg.sender);
        }
        Membership memory membership = _memberships[organization][doctor];
        if (membership.since == 0) revert StaffNotMember(organization, doctor);

        // The last of each list takes the freed place.
        uint32 lastDoctor = _takeLast(_staff[organization], membership.inStaff);
        _memberships[organization][lastDoctor].inStaff = membership.inStaff;
        uint32 lastOrganization = _takeLast(_organizations[doctor], membership.inOrganizations);
        _memberships[lastOrganization][doctor].inOrganizations = membership.inOrganizations;
        delete _memberships[organization][doctor];
        emit StaffRemoved(organization, doctor);
    }

    /// @inheritdoc IStaff
    function isCurrent(uint32 organization, uint32 doctor) external view returns (bool) {
        return _memberships[organization][doctor].since != 0 && _providers.isVerified(doctor);
    }

    /// @inheritdoc IStaff
    function isActingFor(
        uint32 organization,
        uint32 doctor,
        address wallet
    ) external view returns (bool) {
        if (_memberships[organization][doctor].since == 0) return false;
        // No need to look at the kind: only doctors are added, and a kind never changes.
        (bool verifiedNow, address walletOfDoctor, , ) = _providers.standing(doctor);
        return verifiedNow && walletOfDoctor == wallet;
    }

    /// @inheritdoc IStaff
    function staffOf(
        uint32 organization,
        uint256 from,
        uint256 limit
    ) external view returns (Member[] memory page, uint256 total) {
        uint32[] storage doctors = _staff[organization];
        total = doctors.length;
        page = new Member[](_pageLength(total, from, limit));
        for (uint256 i = 0; i < page.length; ++i) {
            uint32 doctor = doctors[from + i];
            (bool verifiedNow, address wallet, , ) = _providers.standing(doctor);
            page[i] = Member({
                doctor: doctor,
                wallet: wallet,
                since: _memberships[organization][doctor].since,
                current: verifiedNow
            });
        }
    }

    /// @inheritdoc IStaff
    function organizationsOf(
        uint32 doctor,
        uint256 from,
        uint256 limit
    ) external view returns (uint32[] memory page, uint256 total) {
        uint32[] storage organizations = _organizations[doctor];
        total = organizations.length;
        page = new uint32[](_pageLength(total, from, limit));
        for (uint256 i = 0; i < page.length; ++i) page[i] = organizations[from + i];
    }

    /// @dev Takes the last entry off a list, moves it to a place in it, and returns it.
    function _takeLast(uint32[] storage list, uint256 place) private returns (uint32 last) {
        last = list[list.length - 1];
        list[place] = last;
        list.pop();
    }

    function _requireOrganization(uint32 organization) private view {
        (bool verifiedNow, address wallet, IProviders.Kind kind, ) = _providers.standing(
            organization
        );
        if (kind != IProviders.Kind.Hospital && kind != IProviders.Kind.Organization) {
            revert StaffInvalidOrganization(organization);
        }
        if (wallet != msg.sender) revert StaffNotOrganization(organization, msg.sender);
        if (!verifiedNow) revert StaffOrganizationNotVerified(organization);
    }

    function _isWalletOf(uint32 provider, address account) private view returns (bool) {
        (, address wallet, , ) = _providers.standing(provider);
        return wallet == account;
    }

    function _pageLength(
        uint256 total,
        uint256 from,
        uint256 limit
    ) private pure returns (uint256) {
        if (limit > MAX_PAGE) revert StaffPageTooLarge(limit, MAX_PAGE);
        if (from >= total) return 0;
        return total - from < limit ? total - from : limit;
    }
}
