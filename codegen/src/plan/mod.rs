//! What to emit, as plain data: how each pair of types converts, and what each operation is made of.

pub mod ledger;
pub mod modules;
pub mod overrides;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::model::{grpc, rest};

/// How one REST value becomes one gRPC value, and back.
#[derive(Clone, Debug, PartialEq)]
pub enum Conv {
    /// Both sides hold the same Rust type.
    Same,
    /// An `impl Convert` in both directions: a primitive or a named pair.
    Trait,
    /// A REST string enum and the number of a gRPC enum.
    Enum {
        /// The REST enum.
        rest: String,
        /// The gRPC enum.
        grpc: String,
        /// Whether the zero value means that nothing was said.
        zero_is_absent: bool,
    },
    /// A REST string enum and a free string.
    EnumText {
        /// The REST enum.
        rest: String,
    },
    /// A list of such values.
    List(Box<Conv>),
    /// A map of such values.
    Map(Box<Conv>),
    /// One value or a list, and a list.
    OneOrMany {
        /// The REST union.
        union: String,
        /// Its variant for one value, and whether it is boxed.
        one: (String, bool),
        /// Its variant for a list.
        many: String,
        /// The items.
        item: Box<Conv>,
    },
    /// A value, and a message with one field that holds it.
    Wrapper {
        /// The message.
        message: String,
        /// Its field.
        field: grpc::Field,
        /// The value.
        inner: Box<Conv>,
    },
    /// A value, and a message whose oneof has one variant that holds it.
    OneofWrapper {
        /// The message.
        message: String,
        /// Its oneof.
        oneof: String,
        /// The variant.
        field: grpc::Field,
        /// The value.
        inner: Box<Conv>,
    },
    /// A struct with one key, and what the key holds.
    Key {
        /// The REST struct.
        schema: String,
        /// Its one field.
        field: rest::Field,
        /// The value.
        inner: Box<Conv>,
    },
    /// `true`, and an empty message that is there.
    Presence {
        /// The message.
        message: String,
    },
    /// A tag, and an empty message.
    Tag {
        /// The REST enum.
        rest: String,
        /// The message.
        message: String,
    },
}

/// What to do with a field that only one side has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneSided {
    /// A value that is set cannot be expressed on the other side: an error with its path.
    Error,
    /// The other side always behaves as if this value were set; any other is an error.
    ErrorUnless(bool),
    /// The value says nothing that the other side misses; dropped, with the reason in the ledger.
    Ignored,
    /// Nobody has decided yet; treated as an error.
    Unreviewed,
}

/// How a union's variant, possibly deep inside, is reached.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A variant of a union.
    Variant {
        /// The union.
        union: String,
        /// The variant.
        name: String,
        /// Whether its payload is boxed.
        boxed: bool,
    },
    /// The one field of a struct.
    Key {
        /// The struct.
        schema: String,
        /// The field.
        field: rest::Field,
    },
}

/// One way through a union, down to a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// The way.
    pub steps: Vec<Step>,
    /// The value.
    pub ty: rest::Ty,
}

/// A leaf of a REST union and a variant of a oneof.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The leaf.
    pub leaf: Leaf,
    /// The oneof's variant.
    pub field: grpc::Field,
    /// Their values.
    pub conv: Conv,
    /// Whether this arm is used on the way to gRPC.
    pub to_grpc: bool,
    /// Whether this arm is used on the way to REST.
    pub to_rest: bool,
    /// A function of `convert::manual` that replaces `conv` on the way to gRPC.
    pub manual_to_grpc: Option<String>,
    /// By which rule they were paired.
    pub strategy: &'static str,
}

/// A REST union and a oneof.
#[derive(Clone, Debug)]
pub struct UnionPlan {
    /// The REST union.
    pub union: String,
    /// The message that has the oneof.
    pub message: String,
    /// The oneof.
    pub oneof: String,
    /// What is paired.
    pub arms: Vec<Arm>,
    /// Leaves that gRPC lacks.
    pub rest_only: Vec<(Leaf, OneSided)>,
    /// Variants that REST lacks.
    pub grpc_only: Vec<(grpc::Field, OneSided)>,
}

/// How some fields of a struct go with some fields of a message.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "some thousand items in all, made once")]
pub enum Item {
    /// One with one.
    One {
        /// The REST field.
        rest: rest::Field,
        /// The gRPC field.
        grpc: grpc::Field,
        /// Their values.
        conv: Conv,
        /// By which rule they were paired.
        strategy: &'static str,
    },
    /// A tag that the message's type says already.
    Constant {
        /// The REST field.
        rest: rest::Field,
    },
    /// A field that gRPC lacks.
    RestOnly {
        /// The field.
        rest: rest::Field,
        /// What to do with it.
        policy: OneSided,
    },
    /// A reply without a result: gRPC says success by answering at all.
    Success {
        /// The REST field, a bool.
        rest: rest::Field,
    },
    /// A union whose variants have a field each.
    Split {
        /// The REST field.
        rest: rest::Field,
        /// The union.
        union: String,
        /// Variant, its box, the gRPC field, the values.
        parts: Vec<(rest::Variant, grpc::Field, Conv)>,
    },
    /// Optional fields of which one at most may be set, and a message with a oneof.
    Select {
        /// The gRPC field.
        grpc: grpc::Field,
        /// The message it holds.
        message: String,
        /// The message's oneof.
        oneof: String,
        /// REST field, variant, values.
        arms: Vec<(rest::Field, grpc::Field, Conv)>,
    },
    /// A field whose inner fields stand in the message itself.
    Flat {
        /// The REST field.
        rest: rest::Field,
        /// Its inside.
        flat: Box<Flat>,
    },
    /// Fields that a pair of functions of `convert::manual` converts.
    Manual {
        /// REST fields.
        rest: Vec<rest::Field>,
        /// gRPC fields.
        grpc: Vec<grpc::Field>,
        /// `<function>_to_grpc` and `<function>_to_rest`.
        function: String,
    },
    /// A field that REST lacks.
    GrpcOnly {
        /// The field.
        grpc: grpc::Field,
        /// What to do with it.
        policy: OneSided,
    },
    /// A oneof that REST lacks.
    GrpcOnlyOneof {
        /// The message.
        message: String,
        /// The oneof.
        oneof: String,
        /// What to do with it.
        policy: OneSided,
    },
}

impl Item {
    /// The first REST field that it is about, by its name on the wire.
    pub fn first_rest(&self) -> Option<&str> {
        match self {
            Self::One { rest, .. } | Self::Constant { rest } | Self::RestOnly { rest, .. } | Self::Success { rest } => Some(&rest.wire),
            Self::Split { rest, .. } | Self::Flat { rest, .. } => Some(&rest.wire),
            Self::Select { arms, .. } => arms.first().map(|(rest, _, _)| rest.wire.as_str()),
            Self::Manual { rest, .. } => rest.first().map(|rest| rest.wire.as_str()),
            Self::GrpcOnly { .. } | Self::GrpcOnlyOneof { .. } => None,
        }
    }
}

/// One REST value against the fields of a message.
#[derive(Clone, Debug)]
pub enum Flat {
    /// A struct: field by field.
    Struct {
        /// The struct.
        schema: String,
        /// Its fields.
        items: Vec<Item>,
    },
    /// A union against the message's oneof.
    Union(UnionPlan),
    /// A union of structs that differ in one key and share the rest: the key selects a variant of the oneof inside one
    /// field of the message, the rest stands beside it.
    Selector {
        /// The union.
        union: String,
        /// Variant, its struct, its own key, the oneof's variant, the values.
        variants: Vec<(rest::Variant, String, rest::Field, grpc::Field, Conv)>,
        /// The gRPC field with the oneof.
        grpc: grpc::Field,
        /// The message it holds.
        message: String,
        /// That message's oneof.
        oneof: String,
        /// The shared fields.
        common: Vec<Item>,
    },
    /// A union of which one variant, a struct, has a gRPC form; others are brought into that one.
    Normalised {
        /// The union.
        union: String,
        /// The variant that the others become.
        variant: String,
        /// The struct.
        schema: String,
        /// Its fields.
        items: Vec<Item>,
        /// The other variants.
        others: Vec<Other>,
    },
    /// A union of a string and a struct, where the string stands for the struct with one field set.
    Shorthand {
        /// The union.
        union: String,
        /// The variant with the string.
        text: String,
        /// The variant with the struct.
        full: String,
        /// The struct.
        schema: String,
        /// Its field that the string fills.
        key: rest::Field,
        /// Its fields.
        items: Vec<Item>,
    },
    /// A pair of hand-written impls.
    Manual,
}

/// A variant of a union that is brought into another.
#[derive(Clone, Debug)]
pub struct Other {
    /// The variant.
    pub variant: rest::Variant,
    /// How; without, it is refused.
    pub way: Option<Way>,
}

/// How a struct becomes another: what both have is taken over, one field is made of one field.
#[derive(Clone, Debug)]
pub struct Way {
    /// The struct.
    pub schema: String,
    /// The field that the other does not have.
    pub from: rest::Field,
    /// The other's field that is made of it.
    pub to: rest::Field,
    /// The function of `convert::manual` that makes it.
    pub function: String,
    /// The fields of both.
    pub common: Vec<rest::Field>,
    /// Fields that cannot be taken over.
    pub refused: Vec<rest::Field>,
}

/// A REST component and a gRPC message.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The component.
    pub rest: String,
    /// The message.
    pub grpc: String,
    /// How they convert.
    pub flat: Flat,
    /// What of the message no REST field stands for.
    pub leftover: Vec<Item>,
    /// The pair or operation from which the walk reached this one.
    pub reached_from: String,
}

/// A REST enum and a gRPC enum.
#[derive(Clone, Debug)]
pub struct EnumPair {
    /// The REST enum.
    pub rest: String,
    /// The gRPC enum.
    pub grpc: String,
    /// REST value, gRPC value, number.
    pub values: Vec<(String, String, i32)>,
    /// REST values that gRPC lacks.
    pub rest_only: Vec<(String, OneSided)>,
    /// gRPC values that REST lacks.
    pub grpc_only: Vec<(String, i32)>,
    /// Whether the zero value means that nothing was said.
    pub zero_is_absent: bool,
}

/// How safe it is to send a request again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Changes nothing.
    Read,
    /// A second time changes nothing more.
    IdempotentWrite,
    /// A second time may change more.
    Write,
}

/// The gRPC half of an operation.
#[derive(Clone, Debug)]
pub struct GrpcHalf {
    /// The RPC's path.
    pub rpc: String,
    /// The request message.
    pub request: String,
    /// How path, query and body go with it; the body is one item or its fields are items.
    pub request_items: Vec<Item>,
    /// Whether the body's fields stand among the items.
    pub body_is_flat: bool,
    /// The reply message.
    pub reply: String,
    /// How result, time and usage go with it.
    pub reply_items: Vec<Item>,
    /// Why, if an override paired them.
    pub by_override: bool,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct OperationPlan {
    /// The REST half.
    pub rest: rest::Operation,
    /// The gRPC half, where there is one.
    pub grpc: Option<GrpcHalf>,
    /// How safe it is to send again.
    pub safety: Safety,
}

/// Everything to emit.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Pairs of types by `(component, message)`.
    pub pairs: IndexMap<(String, String), Pair>,
    /// Pairs of enums by `(component, enum)`.
    pub enums: IndexMap<(String, String), EnumPair>,
    /// Operations in the order of the document.
    pub operations: Vec<OperationPlan>,
    /// RPCs without a REST operation.
    pub grpc_only: Vec<grpc::Rpc>,
    /// The modules of `convert::manual` that this release needs.
    pub manual: BTreeSet<String>,
    /// The types that hand-written code takes apart or puts together.
    pub known: Vec<modules::Known>,
    /// Types and fields that the facade can do without.
    pub optional: Vec<String>,
}
