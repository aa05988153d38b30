"""Whether a first name is a man's or a woman's: for "he" and "she", where no title and no gazetteer tells it.

A short list of our own of names that newspapers print often, each borne by one sex nearly everywhere. A name that is not in it fits both.
"""

from __future__ import annotations

from detente.record.actors.phrases import fold

__all__ = ["gender_of_name", "is_first_name"]

_MEN = frozenset(
    "aaron abdul abdullah abe abel adam adrian ahmad ahmed alan albert alejandro alexander alexei ali allan amir amos anatol anatoly anders andre andrei andrew angus "
    "anthony anton antonio anwar arthur august barack bashar ben benjamin bernard bill bob boris brad bram brian bruce bruno burke carl carlos cesar charles "
    "christopher colin colm conrad curtis dale damir dan daniel darius david davit dean denis dennis diego dimitri dmitri dominic donald douglas earl ed eduardo "
    "edward edwin emil emilio emmanuel enrique eric erik ernest ernesto eugene farid felipe felix fernando fidel francis francisco francois frank frederick gabriel "
    "gareth gary gavin geoffrey george georges gerald gerhard giorgio glen glenn gordon graham greg gregory guillermo gus gustav hamid hank hans harald harold "
    "harry hassan hector helmut henri henrik henry herbert hermann howard hugh hugo hussein ian ibrahim idris igor ilya imran isaac ismail issa ivan jack jacob "
    "jacques jakob james jan janos jason javier jean jeffrey jens jeremy jerome jerry jesus jim joachim joe joel johan johannes john jonas jonathan jorge jose josef "
    "joseph joshua juan julio jurgen justin kamal karim karl keith kenneth kevin khalid khalil klaus kofi konrad kurt lars laszlo laurent lawrence leo leon leonard "
    "leonid lewis louis luc lucas luis luka lukas luke luther magnus mahmoud malcolm manuel marc marcel marco marcus mario mark marko martin marwan mateo matthew "
    "maurice max maxim michael miguel mihail mikhail milan miles milos mohamed mohammad mohammed moses muammar muhammad murray mustafa nabil nasser nathan neil "
    "nelson nicholas nicolas nigel nikita nikolai nils norman oleg oliver omar oscar otto pablo patrick paul pavel pedro per peter philip philippe pierre piotr "
    "rafael ralph ramiro ramon rashid raul ray raymond reza richard rick robert roberto rodrigo roger roland ronald roy russell saad saeed salim sam samir samuel "
    "sean sebastian sefu sergei sergey simon slobodan stanislav stefan stepan stephen steve steven sven tariq ted teodor terry theodore thomas tim timothy tobias "
    "todd tom tomas tony tudor vaclav valentin victor viktor vincent vladimir walter warren wayne werner wilhelm will william wolfgang yakov yasser yuri yusuf "
    "zoltan".split()
)
_WOMEN = frozenset(
    "abigail ada adela adele agnes aisha alda alice alicia alma amanda amelia amina amy ana andrea angela anika anita anke ann anna anne annika asma astrid audrey "
    "aung barbara bea beatrice beatriz berta beth bettina bianca birgit brenda brigitte camila carla carmen carol caroline cassandra catherine cecilia celia charlotte "
    "christina christine claire clara claudia corinne cristina cynthia dagmar daniela deborah delia denise diana dolores donna dora doris dorothy edith elaine "
    "eleanor elena elisabeth elise eliza elizabeth ella ellen elsa emily emma erika esther eva eve fatima fatou fiona florence frances freya frieda gabriela gemma "
    "georgina gerda giulia gloria golda grace greta gwen hannah hanna hanne harriet hazel heather heidi helen helena helga hilary hilda hillary huda ilse ines ingrid "
    "irena irene irina iris isabel isabella ivana jacqueline jana jane janet jennifer jessica joan joanna jocelyn josephine joyce judith judy julia juliana julie karen "
    "karin katarina kate katerina katherine kathleen kayla khadija kirsten klara laila larisa laura layla leila lena leonie leticia lidia lila lillian linda lisa lorna louisa "
    "louise lucia lucy ludmila lydia magda magdalena margaret margarita maria marianne marie marina marisol marta martha marthe mary maryam matilda maya megan "
    "mercedes mia michelle mildred mira miriam moira monica monika monique nadia nadine nancy naomi natalia natalie nicola nicole nina nora norma olga olivia "
    "ottilie pamela patricia paula pauline penelope petra pilar priya rachel rania rebecca regina renata rita rosa rosalind rose rosemary ruby ruth sabine sally "
    "samira sandra sara sarah selma sheila shirin sigrid silvia simone sofia solveig sonia sophia sophie stella stephanie susan susana svetlana sylvia tamara tania tatiana "
    "teresa tess thea theresa tove ulrike ursula valerie vanessa vera veronica victoria viola virginia wanda wendy xenia yasmin yolanda yvonne zahra zainab zoe "
    "zora".split()
)
_FIRST = _MEN | _WOMEN


def is_first_name(word: str) -> bool:
    """Whether a word, as printed, is a first name of the list."""
    return word[:1].isupper() and not word.isupper() and fold(word) in _FIRST


def gender_of_name(person: str) -> str:
    """The gender, m or f, that the first name of ``person`` tells, else empty."""
    words = person.split()
    first = fold(words[0]) if len(words) > 1 else ""
    return "m" if first in _MEN else "f" if first in _WOMEN else ""
