/// Rules that call Java code: an application that has Atoll inside gives its code names ([Handlers]), and rules call
/// it by them (`exec: {handler: NAME}`).
@NullMarked
package atoll.changeprop.handler;

import org.jspecify.annotations.NullMarked;
