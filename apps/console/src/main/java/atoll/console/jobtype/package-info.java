/// The page of one job type: how it runs, on which wikis, why it fails, and what operators have set for it.
@NullMarked
package atoll.console.jobtype;

import org.jspecify.annotations.NullMarked;
