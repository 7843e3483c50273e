/// What all pages share: routes behind the gate, templates, assets, forms, headers that keep a browser from being used
/// against its user.
///
/// A page is a class of its feature's package: it asks the admin API through the [atoll.console.web.Visit], makes a
/// record of what it shows, and has a template rendered with it. The templates escape what they are given; there is no
/// script and no style inside a page.
@NullMarked
package atoll.console.web;

import org.jspecify.annotations.NullMarked;
