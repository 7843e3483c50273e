/// The rules of the house about classes: which module may use which, where third-party code may be touched, where time
/// and
/// threads come from. [HouseRules] has the rules, [ArchitectureTest] holds all modules to them, [HouseRulesTest] shows
/// that
/// each rule finds its offender.
@NullMarked
package atoll.it.architecture;

import org.jspecify.annotations.NullMarked;
