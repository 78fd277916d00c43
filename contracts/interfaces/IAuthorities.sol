// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Authorities: the government bodies that verify
/// @notice One or more per jurisdiction. An admin appoints and removes them; the admin itself
/// changes hands in two steps with a delay (OpenZeppelin AccessControlDefaultAdminRules).
interface IAuthorities {
    /// @notice One authority.
    struct Authority {
        address wallet;
        /// ISO 3166-1 numeric, 1 to 999.
        uint16 jurisdiction;
        /// Counts from 1; zero while there is no key document.
        uint16 keyVersion;
        bool active;
        /// SHA-256 of the public profile on IPFS.
        bytes32 profile;
        /// SHA-256 of the key document on IPFS: evidence is sealed to it.
        bytes32 keyDocument;
    }

    /// @notice An authority as appointed.
    struct Appointment {
        address wallet;
        uint16 jurisdiction;
        bytes32 profile;
        /// May be zero until the authority itself sets it.
        bytes32 keyDocument;
    }

    /// @notice An authority took office.
    event AuthorityAppointed(
        uint32 indexed authority,
        uint16 indexed jurisdiction,
        address indexed wallet,
        bytes32 profile,
        bytes32 keyDocument
    );
    /// @notice An authority left office for good. Its providers stay verified until their date.
    event AuthorityRemoved(uint32 indexed authority, uint16 indexed jurisdiction);
    /// @notice An authority's public keys were replaced.
    event AuthorityKeyDocumentReplaced(
        uint32 indexed authority,
        uint16 version,
        bytes32 previous,
        bytes32 current
    );
    /// @notice An authority acts through another wallet now.
    event AuthorityWalletReplaced(
        uint32 indexed authority,
        address indexed previous,
        address indexed current
    );

    error AuthoritiesUnknown(uint32 authority);
    error AuthoritiesNotActive(uint32 authority);
    error AuthoritiesWalletTaken(address wallet, uint32 authority);
    error AuthoritiesInvalidWallet(address wallet);
    error AuthoritiesInvalidJurisdiction(uint16 jurisdiction);
    error AuthoritiesEmptyDigest();
    error AuthoritiesNotAuthority(uint32 authority, address caller);
    error AuthoritiesKeyDocumentMismatch(uint32 authority, bytes32 expected, bytes32 actual);
    error AuthoritiesAlreadySet(uint32 authority);
    error AuthoritiesKeyVersionExhausted(uint32 authority);
    error AuthoritiesPageTooLarge(uint256 limit, uint256 maximum);

    /// @notice Appoints an authority. Admin only. `keyDocument` may be zero until the authority
    /// itself sets it.
    function appoint(
        address wallet,
        uint16 jurisdiction,
        bytes32 profile,
        bytes32 keyDocument
    ) external returns (uint32 authority);

    /// @notice Removes an authority for good. Admin only. Its providers stay verified until their
    /// date; another authority of the jurisdiction takes them over.
    function remove(uint32 authority) external;

    /// @notice Gives an authority another wallet. Admin only.
    function replaceWallet(uint32 authority, address wallet) external;

    /// @notice Replaces the authority's own key document by compare-and-set.
    function replaceKeyDocument(uint32 authority, bytes32 expected, bytes32 next) external;

    /// @notice One authority; reverts if there is none.
    function authorityByNumber(uint32 authority) external view returns (Authority memory);
    /// @notice The number of the active authority with this wallet; zero if none.
    function numberOf(address wallet) external view returns (uint32);
    /// @notice Whether this wallet is this authority, in office right now.
    function isActingAs(uint32 authority, address wallet) external view returns (bool);
    /// @notice Whether this authority is in office right now.
    function isActive(uint32 authority) external view returns (bool);
    /// @notice How many were ever appointed; numbers run from 1 to this.
    function count() external view returns (uint32);
    /// @notice A page of all authorities, by number, removed ones included (`active` false).
    /// @param from The first number wanted; 0 and 1 both mean the first there is.
    function authorities(
        uint32 from,
        uint256 limit
    ) external view returns (uint32[] memory numbers, Authority[] memory page);
}
