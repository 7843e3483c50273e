/// Change propagation: events come in (`intake`), are matched by rules (`rule`) and admitted as deliveries
/// (`admission`), and are carried out by executors (`executor`).
@NullMarked
package atoll.changeprop;

import org.jspecify.annotations.NullMarked;
