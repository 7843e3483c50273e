/// What an event must look like: change-propagation's `match`, with captures.
///
/// A [Match] is immutable and tests a value without allocating, apart from what a regular expression with no literal
/// part needs. Expressions are written in JavaScript's dialect and run by RE2/J in time linear in the text
/// ([Expression]); what RE2/J cannot do is refused when the rule is read. [Pruned] reads only those fields of an event
/// that a set of matches asks for.
@NullMarked
package atoll.changeprop.rule.match;

import org.jspecify.annotations.NullMarked;
