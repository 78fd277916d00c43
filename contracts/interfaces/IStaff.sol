// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Staff: which doctors work for which hospital or organization
/// @notice A grant to a hospital serves its current staff: verified doctors whom the hospital
/// added. A doctor may serve several.
interface IStaff {
    /// @notice One membership.
    struct Member {
        uint32 doctor;
        address wallet;
        /// Unix seconds.
        uint40 since;
        /// True while the doctor belongs to the staff and is verified right now.
        bool current;
    }

    /// @notice A doctor joined the staff.
    event StaffAdded(uint32 indexed organization, uint32 indexed doctor);
    /// @notice A doctor left the staff.
    event StaffRemoved(uint32 indexed organization, uint32 indexed doctor);

    error StaffNotOrganization(uint32 organization, address caller);
    error StaffOrganizationNotVerified(uint32 organization);
    error StaffInvalidOrganization(uint32 organization);
    error StaffInvalidDoctor(uint32 doctor);
    error StaffAlreadyMember(uint32 organization, uint32 doctor);
    error StaffNotMember(uint32 organization, uint32 doctor);
    error StaffPageTooLarge(uint256 limit, uint256 maximum);

    /// @notice Adds a verified doctor. Only the verified hospital or organization itself.
    function add(uint32 organization, uint32 doctor) external;
    /// @notice Removes a doctor. The organization, or the doctor.
    function remove(uint32 organization, uint32 doctor) external;

    /// @notice Whether this doctor belongs to the staff and is verified right now.
    function isCurrent(uint32 organization, uint32 doctor) external view returns (bool);
    /// @notice Whether this wallet is this doctor's and `isCurrent`.
    function isActingFor(
        uint32 organization,
        uint32 doctor,
        address wallet
    ) external view returns (bool);
    /// @notice A page of the staff. Public: whom a hospital employs is a professional fact.
    function staffOf(
        uint32 organization,
        uint256 from,
        uint256 limit
    ) external view returns (Member[] memory page, uint256 total);
    /// @notice A page of the organizations that a doctor serves.
    function organizationsOf(
        uint32 doctor,
        uint256 from,
        uint256 limit
    ) external view returns (uint32[] memory page, uint256 total);
}
