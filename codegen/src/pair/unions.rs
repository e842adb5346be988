//! REST unions and oneofs, variant by variant.

use super::{Walker, shared_words};
use crate::model::rest::{Field, Ty, Variant};
use crate::model::{grpc, naming};
use crate::plan::{Arm, Conv, Leaf, Step, UnionPlan};

impl Walker<'_> {
    /// Pairs the variants of a union with those of a oneof: by a row, by key or name, by the name of the type, by what
    /// they hold; a union inside the union is opened when it pairs with nothing as a whole.
    pub(super) fn union_plan(&mut self, union: &str, variants: &[Variant], message: &str, oneof: &grpc::Oneof) -> Option<UnionPlan> {
        let mut open: Vec<Leaf> = variants.iter().map(|variant| leaf(union, variant, &[])).collect();
        let mut left = oneof.fields.clone();
        let mut arms: Vec<Arm> = Vec::new();
        loop {
            let before = (open.len(), left.len());
            self.arms_by(&mut open, &mut left, &mut arms, message, "override", |walker, leaf, field| {
                walker.overrides.renamed(&walker.leaf_id(leaf), &format!("{message}.{}", field.wire))
            });
            self.arms_by(&mut open, &mut left, &mut arms, message, "key", |walker, leaf, field| {
                walker.leaf_names(leaf).iter().any(|name| naming::plain(name) == naming::plain(&field.wire))
            });
            self.arms_by(&mut open, &mut left, &mut arms, message, "type name", |_, leaf, field| {
                matches!((&leaf.ty, &field.ty), (Ty::Named(name), grpc::Ty::Message(message))
                    if message.rsplit('.').next() == Some(name.as_str()))
            });
            self.arms_by_type(&mut open, &mut left, &mut arms);
            if (open.len(), left.len()) != before {
                continue;
            }
            match open.iter().position(|leaf| self.inner_leaves(leaf).is_some()) {
                Some(index) if !left.is_empty() => {
                    let outer = open.remove(index);
                    open.extend(self.inner_leaves(&outer).unwrap_or_default());
                }
                _ => break,
            }
        }
        self.many_to_one(message, &mut open, &mut left, &mut arms);
        let rest_only = open
            .into_iter()
            .map(|leaf| {
                let policy = self.overrides.one_sided(&format!("rest:{}", self.leaf_id(&leaf)));
                (leaf, policy)
            })
            .collect();
        let grpc_only = left
            .into_iter()
            .map(|field| {
                let policy = self.overrides.one_sided(&format!("grpc:{message}.{}", field.wire));
                (field, policy)
            })
            .collect();
        for arm in &mut arms {
            if let Some(Step::Variant { union, name, .. }) = arm.leaf.steps.last()
                && let Some(function) = self.overrides.arm(union, name)
            {
                arm.manual_to_grpc = Some(function.to_owned());
            }
        }
        Some(UnionPlan { union: union.to_owned(), message: message.to_owned(), oneof: oneof.wire.clone(), arms, rest_only, grpc_only })
    }

    fn arms_by(
        &mut self,
        open: &mut Vec<Leaf>,
        left: &mut Vec<grpc::Field>,
        arms: &mut Vec<Arm>,
        message: &str,
        strategy: &'static str,
        belongs: impl Fn(&Self, &Leaf, &grpc::Field) -> bool,
    ) {
        open.retain(|leaf| {
            let Some(index) = left.iter().position(|field| belongs(self, leaf, field)) else { return true };
            let Some(conv) = self.leaf_conv(leaf, &left[index]) else { return true };
            let field = left.remove(index);
            if strategy == "override" {
                self.overrides.use_renamed(&self.leaf_id(leaf), &format!("{message}.{}", field.wire));
            }
            arms.push(Arm { leaf: leaf.clone(), field, conv, to_grpc: true, to_rest: true, manual_to_grpc: None, strategy });
            false
        });
    }

    /// By what they hold, where each is the other's best: the same type before a convertible one, then shared words.
    fn arms_by_type(&mut self, open: &mut Vec<Leaf>, left: &mut Vec<grpc::Field>, arms: &mut Vec<Arm>) {
        let mut scores: Vec<(usize, usize, usize)> = Vec::new();
        for (row, leaf) in open.iter().enumerate() {
            for (column, field) in left.iter().enumerate() {
                if let Some(conv) = self.rehearse(|walker| walker.leaf_conv(leaf, field)) {
                    let exact = usize::from(conv == Conv::Same) * 100;
                    let words = self.leaf_names(leaf).iter().map(|name| shared_words(name, &field.wire)).max().unwrap_or(0);
                    scores.push((row, column, exact + words + 1));
                }
            }
        }
        let best_of_row = |row: usize| unique_best(scores.iter().filter(|(r, _, _)| *r == row).map(|(_, column, score)| (*column, *score)));
        let best_of_column =
            |column: usize| unique_best(scores.iter().filter(|(_, c, _)| *c == column).map(|(row, _, score)| (*row, *score)));
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for row in 0..open.len() {
            if let Some(column) = best_of_row(row)
                && best_of_column(column) == Some(row)
            {
                taken.push((row, column));
            }
        }
        for (row, column) in &taken {
            if let Some(conv) = self.leaf_conv(&open[*row].clone(), &left[*column].clone()) {
                let (leaf, field) = (open[*row].clone(), left[*column].clone());
                arms.push(Arm { leaf, field, conv, to_grpc: true, to_rest: true, manual_to_grpc: None, strategy: "type" });
            }
        }
        let mut row = 0;
        open.retain(|_| {
            row += 1;
            !taken.iter().any(|(taken, _)| *taken == row - 1)
        });
        let mut column = 0;
        left.retain(|_| {
            column += 1;
            !taken.iter().any(|(_, taken)| *taken == column - 1)
        });
    }

    /// What is left over may be another way to say what is paired already: one direction only.
    fn many_to_one(&mut self, message: &str, open: &mut Vec<Leaf>, left: &mut Vec<grpc::Field>, arms: &mut Vec<Arm>) {
        let paired = arms.clone();
        open.retain(|leaf| {
            let named = paired.iter().find(|arm| {
                let id = self.leaf_id(leaf);
                self.overrides.renamed(&id, &format!("{message}.{}", arm.field.wire))
                    || self.leaf_names(leaf).iter().any(|name| naming::plain(name) == naming::plain(&arm.field.wire))
            });
            let Some(arm) = named else { return true };
            let Some(conv) = self.leaf_conv(leaf, &arm.field) else { return true };
            self.overrides.use_renamed(&self.leaf_id(leaf), &format!("{message}.{}", arm.field.wire));
            let (leaf, field) = (leaf.clone(), arm.field.clone());
            arms.push(Arm { leaf, field, conv, to_grpc: true, to_rest: false, manual_to_grpc: None, strategy: "second form" });
            false
        });
        left.retain(|field| {
            let candidates: Vec<(Leaf, Conv)> = paired
                .iter()
                .filter(|arm| arm.to_rest)
                .filter_map(|arm| Some((arm.leaf.clone(), self.leaf_conv(&arm.leaf, field)?)))
                .collect();
            let [(leaf, conv)] = candidates.as_slice() else { return true };
            let (leaf, conv) = (leaf.clone(), conv.clone());
            arms.push(Arm {
                leaf,
                field: field.clone(),
                conv,
                to_grpc: false,
                to_rest: true,
                manual_to_grpc: None,
                strategy: "second form",
            });
            false
        });
    }

    /// What a leaf holds and a oneof's variant: a struct with one key gives what the key holds.
    fn leaf_conv(&mut self, leaf: &Leaf, field: &grpc::Field) -> Option<Conv> {
        let from = format!("rest:{}", self.leaf_id(leaf));
        if let Ty::Named(name) = &leaf.ty
            && let Some(conv) = self.attempt(|walker| walker.key(name, &field.ty, &from))
        {
            return Some(conv);
        }
        self.value(&leaf.ty, &field.ty, &from)
    }

    /// `Union.Variant`, for an inner leaf of the innermost union, with a key between: `Match.Any.Strings`.
    pub(super) fn leaf_id(&self, leaf: &Leaf) -> String {
        let mut id = String::new();
        for step in &leaf.steps {
            if let Step::Variant { union, name, .. } = step {
                if id.is_empty() {
                    id.push_str(union);
                }
                id.push('.');
                id.push_str(name);
            }
        }
        id
    }

    /// The names by which a leaf may be known on the other side: the key of its struct, its variant's name, the keys on
    /// the way to it.
    fn leaf_names(&self, leaf: &Leaf) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(fields) = self.rest.fields(&leaf.ty) {
            let required: Vec<&Field> = fields.iter().filter(|field| !field.optional() && !self.rest.is_tag(&field.ty)).collect();
            if let [only] = required.as_slice() {
                names.push(only.wire.clone());
            }
        }
        for step in leaf.steps.iter().rev() {
            match step {
                Step::Variant { name, .. } => names.push(name.clone()),
                Step::Key { field, .. } => names.push(field.wire.clone()),
            }
        }
        if leaf.steps.len() == 1 {
            names.dedup();
        }
        names
    }

    /// The leaves inside a leaf: the variants of a union, or of the union that a struct's one key holds.
    fn inner_leaves(&self, outer: &Leaf) -> Option<Vec<Leaf>> {
        let (ty, mut steps) = match &outer.ty {
            Ty::Named(name) => match self.only_key(name) {
                Some(field) => (field.ty.clone(), vec![Step::Key { schema: name.clone(), field }]),
                None => (outer.ty.clone(), Vec::new()),
            },
            _ => return None,
        };
        let Ty::Named(union) = &ty else { return None };
        let variants = self.rest.variants(&ty)?;
        let mut prefix = outer.steps.clone();
        prefix.append(&mut steps);
        Some(variants.iter().map(|variant| leaf(union, variant, &prefix)).collect())
    }
}

fn leaf(union: &str, variant: &Variant, prefix: &[Step]) -> Leaf {
    let mut steps = prefix.to_vec();
    steps.push(Step::Variant { union: union.to_owned(), name: variant.name.clone(), boxed: variant.boxed });
    Leaf { steps, ty: variant.ty.clone() }
}

/// The one with the highest score, unless two share it.
fn unique_best(scored: impl Iterator<Item = (usize, usize)>) -> Option<usize> {
    let mut all: Vec<(usize, usize)> = scored.collect();
    all.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    match all.as_slice() {
        [(only, _)] => Some(*only),
        [(first, high), (_, second), ..] if high > second => Some(*first),
        _ => None,
    }
}
