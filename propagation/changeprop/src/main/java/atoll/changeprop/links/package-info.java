/// Dependency expansion: which pages link to a page or include it, page by page of the wiki's answer.
///
/// Each page of titles becomes one batch in the log: a leaf event for each title (`/resource_change/1.0.0`) and, if
/// there
/// are more, a continue event (`/change-prop/continue/1.0.0`) from which the next page goes on. The ids of these events
/// follow from the event that caused them, so a page that is done again after a crash makes repeats that are
/// recognised.
@NullMarked
package atoll.changeprop.links;

import org.jspecify.annotations.NullMarked;
