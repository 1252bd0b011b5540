//! Which addresses are not of the public internet, and why a message must not go there unasked.
//!
//! A webhook's address is typed by a person, or copied from a page. Behind it may be the router, a service that listens for this machine alone,
//! or the service that hands a cloud machine its keys. The ranges are those of the IANA special-purpose registries.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// Why an address is not public.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AddressClass {
    /// This machine.
    Loopback,
    /// A network at home or of an office.
    Private,
    /// The inner side of a provider's translation (100.64.0.0/10), also used by private overlay networks.
    Shared,
    /// The cable alone, without a router.
    LinkLocal,
    /// Where a cloud hands its machines their keys.
    Metadata,
    /// No address, or this network.
    Unspecified,
    /// Many machines at once, broadcast included.
    Multicast,
    /// Written in manuals only.
    Documentation,
    /// For measuring devices.
    Benchmarking,
    /// An IPv4 address that is dressed as IPv6, translated (NAT64) or tunnelled: it could hide any other class.
    Embedded,
    /// Not assigned for use.
    Reserved,
}

impl AddressClass {
    /// Whether the user may open it with `allow_private`: what a person has at home. All others stay shut.
    #[must_use]
    pub const fn may_be_opened(self) -> bool {
        match self {
            Self::Loopback | Self::Private | Self::Shared | Self::LinkLocal => true,
            Self::Metadata
            | Self::Unspecified
            | Self::Multicast
            | Self::Documentation
            | Self::Benchmarking
            | Self::Embedded
            | Self::Reserved => false,
        }
    }
}

impl fmt::Display for AddressClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Loopback => "this machine",
            Self::Private => "a private network",
            Self::Shared => "a provider's inner network",
            Self::LinkLocal => "the local link",
            Self::Metadata => "a cloud's key service",
            Self::Unspecified => "no machine",
            Self::Multicast => "many machines at once",
            Self::Documentation => "an example of manuals",
            Self::Benchmarking => "a test network",
            Self::Embedded => "an IPv4 address in disguise",
            Self::Reserved => "a reserved range",
        })
    }
}

/// What is special about an address; `None` for one of the public internet.
#[must_use]
pub const fn address_class(address: IpAddr) -> Option<AddressClass> {
    match address {
        IpAddr::V4(address) => class_v4(address),
        IpAddr::V6(address) => class_v6(address),
    }
}

/// Link-local and public addresses where clouds answer with keys: the common one, the containers' two, Oracle's, Alibaba's and Azure's.
const METADATA_V4: [[u8; 4]; 6] = [
    [169, 254, 169, 254],
    [169, 254, 170, 2],
    [169, 254, 170, 23],
    [192, 0, 0, 192],
    [100, 100, 100, 200],
    [168, 63, 129, 16],
];

const fn class_v4(address: Ipv4Addr) -> Option<AddressClass> {
    let [a, b, c, d] = address.octets();
    let mut n = 0;
    while n < METADATA_V4.len() {
        let [ma, mb, mc, md] = METADATA_V4[n];
        if a == ma && b == mb && c == mc && d == md {
            return Some(AddressClass::Metadata);
        }
        n += 1;
    }
    Some(match (a, b, c) {
        (0, ..) => AddressClass::Unspecified,
        (10, ..) | (172, 16..=31, _) | (192, 168, _) => AddressClass::Private,
        (100, 64..=127, _) => AddressClass::Shared,
        (127, ..) => AddressClass::Loopback,
        (169, 254, _) => AddressClass::LinkLocal,
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => AddressClass::Documentation,
        (198, 18..=19, _) => AddressClass::Benchmarking,
        // The old relays of 6to4: what is sent there comes out as IPv6 anywhere.
        (192, 88, 99) => AddressClass::Embedded,
        (192, 0, 0) | (192, 31, 196) | (192, 52, 193) | (192, 175, 48) => AddressClass::Reserved,
        (224..=239, ..) => AddressClass::Multicast,
        (255, 255, 255) if d == 255 => AddressClass::Multicast,
        (240..=255, ..) => AddressClass::Reserved,
        _ => return None,
    })
}

const fn class_v6(address: Ipv6Addr) -> Option<AddressClass> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let is_low = a == 0 && b == 0 && c == 0 && d == 0 && e == 0;
    Some(match (a, b) {
        (0, 0) if is_low && f == 0 && g == 0 && h == 0 => AddressClass::Unspecified,
        (0, 0) if is_low && f == 0 && g == 0 && h == 1 => AddressClass::Loopback,
        // Mapped, compatible and translated forms of IPv4.
        (0, 0) => AddressClass::Embedded,
        (0x64, 0xff9b) => AddressClass::Embedded,
        // 6to4 and Teredo.
        (0x2002, _) | (0x2001, 0) => AddressClass::Embedded,
        (0x2001, 0x0db8) | (0x3fff, 0..=0x0fff) => AddressClass::Documentation,
        (0x2001, 2) if c == 0 => AddressClass::Benchmarking,
        (0x2001, 1..=0x01ff) => AddressClass::Reserved,
        // AWS and Google.
        (0xfd00, 0x0ec2) if c == 0 && d == 0 && e == 0 && f == 0 && g == 0 && h == 0x254 => AddressClass::Metadata,
        (0xfd20, 0x00ce) if c == 0 && d == 0 && e == 0 && f == 0 && g == 0 && h == 0x254 => AddressClass::Metadata,
        (0xfc00..=0xfdff, _) => AddressClass::Private,
        (0xfe80..=0xfebf, _) => AddressClass::LinkLocal,
        (0xff00..=0xffff, _) => AddressClass::Multicast,
        // What is handed out to the public internet.
        (0x2000..=0x3fff, _) => return None,
        _ => AddressClass::Reserved,
    })
}
