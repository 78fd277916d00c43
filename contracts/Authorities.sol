// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IAuthorities} from "./interfaces/IAuthorities.sol";

/// @title Authorities
/// @notice The government bodies that verify providers, and the admin who appoints them.
contract Authorities is IAuthorities, AccessControlDefaultAdminRules {
    /// @dev What checks need. One slot.
    struct Office {
        address wallet;
        uint16 jurisdiction;
        uint16 keyVersion;
        bool active;
    }

    uint16 private constant MAX_JURISDICTION = 999;
    uint256 private constant MAX_PAGE = 500;

    /// @inheritdoc IAuthorities
    uint32 public count;

    mapping(uint32 authority => Office office) private _offices;
    mapping(uint32 authority => bytes32 digest) private _profiles;
    mapping(uint32 authority => bytes32 digest) private _keyDocuments;
    /// @dev Only authorities in office: a removed one frees its wallet.
    mapping(address wallet => uint32 authority) private _numbers;

    /// @notice Usable as deployed, with an admin and the first authorities.
    /// @param adminDelay Seconds that a change of admin waits.
    /// @param admin Appoints and removes authorities.
    /// @param appointments The first authorities, whether or not the deployer is the admin.
    constructor(
        uint48 adminDelay,
        address admin,
        Appointment[] memory appointments
    ) AccessControlDefaultAdminRules(adminDelay, admin) {
        for (uint256 i = 0; i < appointments.length; ++i) _appoint(appointments[i]);
    }

    /// @inheritdoc IAuthorities
    function appoint(
        address wallet,
        uint16 jurisdiction,
        bytes32 profile,
        bytes32 keyDocument
    ) external onlyRole(DEFAULT_ADMIN_ROLE) returns (uint32 authority) {
        return _appoint(Appointment(wallet, jurisdiction, profile, keyDocument));
    }

    /// @inheritdoc IAuthorities
    function remove(uint32 authority) external onlyRole(DEFAULT_ADMIN_ROLE) {
        Office storage office = _readActive(authority);

        office.active = false;
        delete _numbers[office.wallet];
        emit AuthorityRemoved(authority, office.jurisdiction);
    }

    /// @inheritdoc IAuthorities
    function replaceWallet(uint32 authority, address wallet) external onlyRole(DEFAULT_ADMIN_ROLE) {
        Office storage office = _readActive(authority);
        _requireFreeWallet(wallet);

        address previous = office.wallet;
        delete _numbers[previous];
        _numbers[wallet] = authority;
        office.wallet = wallet;
        emit AuthorityWalletReplaced(authority, previous, wallet);
    }

    /// @inheritdoc IAuthorities
    function replaceKeyDocument(uint32 authority, bytes32 expected, bytes32 next) external {
        if (!isActingAs(authority, msg.sender)) {
            revert AuthoritiesNotAuthority(authority, msg.sender);
        }
        bytes32 current = _keyDocuments[authority];
        if (current != expected) {
            revert AuthoritiesKeyDocumentMismatch(authority, expected, current);
        }
        if (next == 0) revert AuthoritiesEmptyDigest();
        if (next == current) revert AuthoritiesAlreadySet(authority);
        uint16 version = _offices[authority].keyVersion;
        if (version == type(uint16).max) revert AuthoritiesKeyVersionExhausted(authority);

        _keyDocuments[authority] = next;
        _offices[authority].keyVersion = ++version;
        emit AuthorityKeyDocumentReplaced(authority, version, current, next);
    }

    /// @inheritdoc IAuthorities
    function authorityByNumber(uint32 authority) external view returns (Authority memory) {
        if (_offices[authority].wallet == address(0)) revert AuthoritiesUnknown(authority);
        return _authority(authority);
    }

    /// @inheritdoc IAuthorities
    function numberOf(address wallet) external view returns (uint32) {
        return _numbers[wallet];
    }

    /// @inheritdoc IAuthorities
    function isActive(uint32 authority) external view returns (bool) {
        return _offices[authority].active;
    }

    /// @inheritdoc IAuthorities
    function authorities(
        uint32 from,
        uint256 limit
    ) external view returns (uint32[] memory numbers, Authority[] memory page) {
        if (limit > MAX_PAGE) revert AuthoritiesPageTooLarge(limit, MAX_PAGE);
        uint256 first = from == 0 ? 1 : from;
        uint256 end = uint256(count) + 1;
        uint256 length = first < end ? end - first : 0;
        if (length > limit) length = limit;
        numbers = new uint32[](length);
        page = new Authority[](length);
        for (uint256 i = 0; i < length; ++i) {
            // Narrowing is safe: at most `count`, which is a uint32.
            numbers[i] = uint32(first + i);
            page[i] = _authority(numbers[i]);
        }
    }

    /// @inheritdoc IAuthorities
    function isActingAs(uint32 authority, address wallet) public view returns (bool) {
        // No need to read the office: only authorities in office are in `_numbers`.
        return authority != 0 && _numbers[wallet] == authority;
    }

    function _appoint(Appointment memory appointment) private returns (uint32 authority) {
        _requireFreeWallet(appointment.wallet);
        uint16 jurisdiction = appointment.jurisdiction;
        if (jurisdiction == 0 || jurisdiction > MAX_JURISDICTION) {
            revert AuthoritiesInvalidJurisdiction(jurisdiction);
        }
        if (appointment.profile == 0) revert AuthoritiesEmptyDigest();

        authority = ++count;
        _offices[authority] = Office({
            wallet: appointment.wallet,
            jurisdiction: jurisdiction,
            keyVersion: appointment.keyDocument == 0 ? 0 : 1,
            active: true
        });
        _profiles[authority] = appointment.profile;
        _keyDocuments[authority] = appointment.keyDocument;
        _numbers[appointment.wallet] = authority;
        emit AuthorityAppointed(
            authority,
            jurisdiction,
            appointment.wallet,
            appointment.profile,
            appointment.keyDocument
        );
    }

    function _requireFreeWallet(address wallet) private view {
        if (wallet == address(0)) revert AuthoritiesInvalidWallet(wallet);
        uint32 holder = _numbers[wallet];
        if (holder != 0) revert AuthoritiesWalletTaken(wallet, holder);
    }

    function _readActive(uint32 authority) private view returns (Office storage office) {
        office = _offices[authority];
        if (office.wallet == address(0)) revert AuthoritiesUnknown(authority);
        if (!office.active) revert AuthoritiesNotActive(authority);
    }

    function _authority(uint32 authority) private view returns (Authority memory) {
        Office memory office = _offices[authority];
        return
            Authority({
                wallet: office.wallet,
                jurisdiction: office.jurisdiction,
                keyVersion: office.keyVersion,
                active: office.active,
                profile: _profiles[authority],
                keyDocument: _keyDocuments[authority]
            });
    }
}
