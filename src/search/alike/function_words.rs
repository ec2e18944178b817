//! Words that only join others: they stand in every passage, and say nothing of what it is about.
//!
//! In a large study their rarity would tell; in a small one a handful of passages without an "and" would make it
//! rare. Searches find these words all the same: they are left out only where resemblance is explained by words.

use std::collections::HashSet;

use crate::base::language::Language;
use crate::search::words::{fold, lower};

const ENGLISH: &str = "a about after again all also an and any are as at be because been before being but by can \
    could did do does during each for from had has have having he her here him his how i if in into is it its \
    just me more most my no nor not nothing now of on once only or other our out over own same she should since \
    so some something such than that the their them then there these they this those through to too under until \
    up us very was we were what when where whether which while who whom why will with would you your";
const SPANISH: &str = "a al algo como con cual cuando de del desde donde durante e el ella ellas ellos en entre era es \
    esa ese eso esta este esto estos fue ha han hasta hay la las le les lo los mas me mi muy ni no nos o para pero por \
    porque que quien se si sin sobre son su sus también te tiene todo todos un una uno y ya yo";
const FRENCH: &str = "a à ai au aussi aux avec c ce ces cette comme d dans de des du elle elles en entre est et était été \
    eu il ils j je l la le les leur leurs lui m ma mais me même mes mon n ne nous on ont ou où par pas plus pour qu que \
    qui s sa se ses si son sont sur t ta te tout toute très tu un une vos votre vous y";
const PORTUGUESE: &str = "a ao aos as às até com como da das de do dos e é ela elas ele eles em entre era essa esse esta \
    este eu foi há isso já lhe mais mas me meu minha muito na não nas nem no nos nós o os ou para pela pelo por porque \
    quando que quem são se sem ser seu sua suas também te tem têm um uma você";
const RUSSIAN: &str = "а без бы был была были было быть в вам вас весь во вот все всё вы где да для до его ее её если есть \
    еще ещё же за и из или им их к как ко когда кто ли мы на над не него нет ни но ну о об он она они оно от по под при \
    с со так такой там то тоже того только том у уже чем что чтобы эта эти это этого этот я";
const ARABIC: &str = "أن إن إلى أو أي أيضا الذي التي الذين بعد بل به بها بين تم ثم حتى حيث ذلك تلك عن عند على غير في فيه فيها \
    قبل قد كان كانت كل كما كنت لا لأن لقد لكن لم لن له لها ليس ما مع من منه منها نحن هذا هذه هم هو هي هناك و وقد وكان وفي ومن \
    ولا يكون";

/// Returns the function words of a language as forms of words; of Chinese, whose signs are read in pairs, none.
pub(super) fn function_words(language: Language) -> HashSet<Box<str>> {
    let words = match language {
        Language::En => ENGLISH,
        Language::Es => SPANISH,
        Language::Fr => FRENCH,
        Language::Pt => PORTUGUESE,
        Language::Ru => RUSSIAN,
        Language::Ar => ARABIC,
        Language::Zh | Language::Other => "",
    };
    words.split_whitespace().map(|word| fold(&lower(word)).into_boxed_str()).collect()
}
