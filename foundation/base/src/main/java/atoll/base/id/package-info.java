/// Randomness and identity, injected everywhere so that a seed replays a run.
@NullMarked
package atoll.base.id;

import org.jspecify.annotations.NullMarked;
