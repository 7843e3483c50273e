/// Rules given at run time: what each rule does, what others would change, putting others into force, and going back.
///
/// Every set of rule files that was put into force through the admin API is a *version* in the topic `atoll.rules`.
/// What is
/// in force, also after a restart, is what was said last: the newest version, unless the rule files on disk were
/// changed
/// after it. The ADR "Rules from the console" has the reasons. Texts of rule files may hold secrets and are not shown.
@NullMarked
package atoll.server.ruleversions;

import org.jspecify.annotations.NullMarked;
