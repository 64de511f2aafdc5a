/**
 * Whether what was unlearned comes back: the merged model rounded to few bits, asked behind prefixes, trained again on a few texts, read
 * block by block. Every check says what was before, after unlearning and after the attack.
 */
@NullMarked
package lacuna.persistence;

import org.jspecify.annotations.NullMarked;
