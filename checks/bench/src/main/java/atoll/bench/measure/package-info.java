/// Figures and what they are made of: spreads over rounds, histograms, what the kernel says about a process, reports.
@NullMarked
package atoll.bench.measure;

import org.jspecify.annotations.NullMarked;
