/// Tests of the package of this name.
@NullMarked
package atoll.server.ruleversions;

import org.jspecify.annotations.NullMarked;
