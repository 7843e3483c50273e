/// What a scenario is and what it reports.
@NullMarked
package atoll.simulate.run;

import org.jspecify.annotations.NullMarked;
