//! Function words: articles, pronouns, prepositions, conjunctions, auxiliaries and the like.
//!
//! Plain lists of words leave them out unless they are asked for; they always count as words of the text.
//! Keywords and collocations need no such list: what is frequent everywhere is key nowhere. The lists are of
//! closed classes only, so that no word that could carry a finding is hidden (`not`, `never`, `without`, `more`
//! and `less` are not in them). Where passages are compared by their words, a few of these say nothing either:
//! two passages that both deny something are not alike for that. Chinese, counted in pairs of characters, has none.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::{fold, lower};
use crate::base::language::Language;

/// Words of languages, folded.
type Lists = Vec<(Language, HashSet<String>)>;

/// Tells whether a word, folded, is a function word of a language.
#[must_use]
pub fn is_function_word(word: &str, language: Language) -> bool {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    is_in(LISTS.get_or_init(|| read(&WORDS)), word, language)
}

/// Tells whether a word, folded, says nothing of what a passage is about: a function word, or one that denies or
/// compares. In a small study a handful of passages without a `not` would make it rare, and so seem to tell.
#[must_use]
pub fn tells_nothing(word: &str, language: Language) -> bool {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    is_function_word(word, language) || is_in(LISTS.get_or_init(|| read(&BESIDE)), word, language)
}

fn read(lists: &[(Language, &str)]) -> Lists {
    let folded = |word: &str| fold(&lower(word));
    lists.iter().map(|(language, list)| (*language, list.split_whitespace().map(folded).collect())).collect()
}

fn is_in(lists: &Lists, word: &str, language: Language) -> bool {
    lists.iter().any(|(of, list)| *of == language && list.contains(word))
}

/// The lists, as the words are written.
const WORDS: [(Language, &str); 6] = [
    (
        Language::En,
        "a an the this that these those i me my mine myself we us our ours ourselves you your yours yourself he him \
         his himself she her hers herself it its itself they them their theirs themselves one who whom whose which \
         what when where why how there here of in to for on with at by from as into onto upon about between through \
         during over under among within towards toward per via up down out off and or but nor if then than so \
         because while although though unless whether since until am is are was were be been being have has had \
         having do does did doing done can could will would shall should may might must ought i'm it's that's there's \
         we're they're you're i've we've they've i'll we'll they'll i'd we'd they'd he's she's let's also just only \
         very too such same own each any some all both other another much many most",
    ),
    (
        Language::Fr,
        "le la les l un une des du de d au aux ce cet cette ces c je j me m moi mon ma mes tu te t toi ton ta tes il \
         elle on se s soi son sa ses nous notre nos vous votre vos ils elles eux leur leurs lui y en qui que qu quoi \
         dont où lequel laquelle lesquels lesquelles quel quelle quels quelles à dans par pour sur sous avec entre \
         vers chez depuis pendant dès jusque jusqu et ou mais donc or ni car si comme quand lorsque lorsqu puisque \
         puisqu quoique afin ainsi alors aussi être est es suis sommes êtes sont était étaient étais étions été étant \
         sera seront serait seraient soit soient fut furent avoir ai as a avons avez ont avait avaient eu ayant aura \
         auront aurait auraient ait aient faire fait cela ça ceci là ici tout toute tous toutes même mêmes autre \
         autres très c'est n",
    ),
    (
        Language::Es,
        "el la los las lo un una unos unas de del al a ante bajo con contra desde durante en entre hacia hasta para \
         por según sobre tras y e o u pero ni que si como cuando donde porque pues aunque mientras yo me mí mi mis tú \
         te ti tu tus él ella ello se sí su sus nosotros nosotras nos nuestro nuestra nuestros nuestras vosotros os \
         ellos ellas les le usted ustedes este esta esto estos estas ese esa eso esos esas aquel aquella aquello quien \
         quienes cual cuales cuyo cuya qué cómo ser es soy eres somos son era eran fue fueron sido siendo será serán \
         sería sea sean estar está estoy estamos están estaba estaban estado haber ha he has hemos han había habían \
         hay hubo haya habrá habría tener tiene tienen tenía tenían muy también ya así todo toda todos todas otro otra \
         otros otras mismo misma cada",
    ),
    (
        Language::Pt,
        "o a os as um uma uns umas de do da dos das em no na nos nas num numa ao aos à às por pelo pela pelos pelas \
         para com contra desde até entre sobre sob e ou mas nem que se como quando onde porque pois embora enquanto eu \
         me mim meu minha meus minhas tu te ti teu tua ele ela seu sua seus suas nós nosso nossa nossos nossas vós \
         eles elas lhe lhes você vocês este esta isto estes estas esse essa isso esses essas aquele aquela aquilo \
         quem qual quais cujo cuja ser é sou somos são era eram foi foram sido sendo será serão seria seja sejam \
         estar está estou estamos estão estava estavam ter tem têm tenho temos tinha tinham haver há havia houve \
         muito também já assim todo toda todos todas outro outra outros outras mesmo mesma cada",
    ),
    (
        Language::Ru,
        "и а но или да же ли бы б в во на с со к ко у о об обо от до из за по под над при про для через между перед \
         я меня мне мной мы нас нам нами ты тебя тебе вы вас вам вами он его него ему нему им ним она её неё ей ней \
         оно они их них ими ними себя себе свой своя своё свои мой моя моё мои наш наша наше наши ваш ваша ваше ваши \
         этот эта это эти этого этой этому этих этим тот та то те того той тому тех тем кто кого кому что чего чему \
         чем который которая которое которые которого которой которых которым как так где когда куда откуда почему \
         если чтобы потому поэтому хотя пока чтоб быть был была было были есть будет будут буду будем бывает весь вся \
         всё все всех всем сам сама само сами там тут здесь вот уже ещё тоже также очень такой такая такое такие",
    ),
    (
        Language::Ar,
        "في من إلى على عن مع بين حتى منذ خلال عند عندما لدى بعد قبل تحت فوق أمام حول ضد نحو و ف ب ل ك ال أو أم ثم بل \
         لكن ولكن أن إن أنه إنه أنها إنها أنهم كان كانت كانوا يكون تكون ليكون هو هي هم هن نحن أنا أنت أنتم هذا هذه \
         هؤلاء ذلك تلك أولئك هناك هنا الذي التي الذين اللذين اللاتي ما ماذا من متى أين كيف لماذا كما إذا إذ لأن لأنه \
         لأنها حيث حين قد لقد سوف كل بعض أي أيضا نفس نفسه نفسها به بها بهم له لها لهم لنا لي فيه فيها منه منها عليه \
         عليها عليهم إليه إليها عنه عنها معه معها وفي ومن وعلى وكان وكانت وهو وهي وهذا وهذه وقد",
    ),
];

/// Words beside them that tell nothing of what a passage is about.
const BESIDE: [(Language, &str); 6] = [
    (Language::En, "after again before more no not nothing now once something"),
    (Language::Fr, "ne pas plus"),
    (Language::Es, "algo más no sin uno"),
    (Language::Pt, "mais não sem"),
    (Language::Ru, "без не нет ни ну только том"),
    (Language::Ar, "تم غير كنت لا لم لن ليس ولا"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        fold(&lower(word))
    }

    #[test]
    fn function_words_are_known_by_their_language_in_any_spelling() {
        assert!(is_function_word(&folded("The"), Language::En));
        assert!(is_function_word(&folded("été"), Language::Fr) && is_function_word("ete", Language::Fr));
        assert!(is_function_word(&folded("إلى"), Language::Ar) && is_function_word(&folded("ещё"), Language::Ru));
        assert!(!is_function_word("the", Language::Fr) && !is_function_word("lab", Language::En));
        assert!(!is_function_word("", Language::En) && !is_function_word("的", Language::Zh));
    }

    #[test]
    fn no_word_that_denies_or_compares_is_left_out() {
        for (word, language) in [
            ("not", Language::En),
            ("never", Language::En),
            ("more", Language::En),
            ("pas", Language::Fr),
            ("sans", Language::Fr),
            ("sin", Language::Es),
            ("no", Language::Es),
            ("não", Language::Pt),
            ("не", Language::Ru),
            ("لا", Language::Ar),
        ] {
            assert!(!is_function_word(&folded(word), language), "{word}");
        }
    }

    #[test]
    fn what_denies_and_every_function_word_says_nothing_of_what_a_passage_is_about() {
        for (word, language) in [
            ("not", Language::En),
            ("the", Language::En),
            ("unless", Language::En),
            ("não", Language::Pt),
            ("لا", Language::Ar),
        ] {
            assert!(tells_nothing(&folded(word), language), "{word}");
        }
        for (word, language) in [("never", Language::En), ("less", Language::En), ("sans", Language::Fr)] {
            assert!(!tells_nothing(&folded(word), language), "{word}");
        }
    }
}
