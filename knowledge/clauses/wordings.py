"""The English of rules: the words that forbid, require, allow and advise."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_ADVERB = r"(?:(?:also|always|at all times|therefore|still|normally|generally|ordinarily|in turn|however|only|then|"
_ADVERB += r"all|both|each|instead|,|–|-|\w+ly|under any circumstances)\s+){0,3}"
_THINKING = (
    r"(?:be |remain |stay |become |act |exercise |apply |use |take |bear |have )?(?:extreme(?:ly)? |great(?:er)? "
    r"|very |due |"
    r"particular(?:ly)? |especially |always |also |carefully |the following |this |these |it |appropriate )*(?:be )?"
    r"(?:mindful|aware|conscious|cautious|caution|careful(?:ly)?|wary|alert|vigilant|guarded|considerate|"
    r"consider|think|remember|understand|assume|bear|in mind|keep (?:this|these|it) in mind|recogni[sz]e|"
    r"reali[sz]e|note|reflect|encouraged?|appreciate|care (?:when|in|over|to|with|about))\b"
)

NO_RULE = re.compile(  # words of duty that state a fact, or say only how the policy is to be read
    r"(?:should |must |will |can )?(?:have )?no expectation of (?:privacy|confidentiality)|(?:should"
    r"|must) be noted that|must have been|"
    r"recommended for adoption|(?:crucial|important|essential|vital) that (?:pupils|parents|the public)|"
    r"\bif you (?:have any|require)\b.*\bplease\b.*|\bonly needs? to\b|"
    r"\b(?:polic(?:y|ies)|procedures?|guidance|guidelines|documents?|list) (?:\w+ )?(?:should|must|will) (?:also )?be "
    r"(?:read|used|reviewed|seen)\b.*|\bmonitor\w*, [^.]*\byou consent\b",
    _I,
)
_NO_DELAY = r"(?! (?:hesitate|fail|forget|neglect|omit|be afraid) to\b)"  # "must not fail to" asks for it
_NOT_MADE_TO = r"(?! be (?:required|obliged|compelled|expected|forced|made|pressed) to\b)"  # it frees them of it
_AT_NO_TIME = r"at no (?:time|point|stage)|on no (?:account|occasion)|in no circumstances"
_UNPRESSED = r"(?! be (?:expected|obliged|required|pressed|pressured|made)\b)"  # "nobody should be expected to…"
_BEING_READ = r"(?! (?:taken|read|construed|understood|interpreted|seen)\b)"  # "nothing here is to be taken as…"
FORBIDS = re.compile(
    rf"\b(?:must|shall|should|ought|will|can|could)\s+{_ADVERB}"
    rf"(?:(?:not|never)\b{_NO_DELAY}{_NOT_MADE_TO}|(?:no longer|neither|under no circumstances|{_AT_NO_TIME})\b)"
    r"|\b(?:cannot|can't|mustn't|shouldn't|can’t|mustn’t|shouldn’t)\b"
    r"|\b(?:is|are|be|will be|was)\s+(?:\w+ly\s+)?(?:not|never)\s+(?:\w+ly\s+)?"
    r"(?:permitted|allowed|acceptable|appropriate|tolerated|authori[sz]ed|to\b|expected to|permissible|accepted)"
    r"|\b(?:is|are) never (?:to be )?(?!forbidden|prohibited|banned|refused)\w+(?:ed|en|wn)\b"
    r"|\b(?:asked|requested|told|instructed) not to\b"
    r"|\b(?:is|are) not (?:used|taken|shared|posted|published|kept|stored|uploaded|carried|brought|worn|named"
    r"|identified|accessed)\b"
    r"|\b(?:staff|employees|practitioners|teachers|volunteers|governors|we|adults)(?: members)? (?:do not"
    r"|don[’']t|never) "
    r"(?!expect|have|need|wish|want|mind|object)\w+"
    r"|(?<!not )(?<!never )\b(?:prohibit(?:s|ed)?|forbid(?:s|den)?|forbade|banned|unacceptable|impermissible"
    r"|inadmissible|off limits)\b"
    r"|\b(?:is|are) (?:permitted|allowed) neither\b"
    r"|\b(?:does|do|will) not (?:permit|allow|tolerate|accept|authori[sz]e|condone)\b"
    r"|\bno (?:member of staff|staff|employee|teacher|adult|volunteer|governor|one|person|pupil|student|photograph"
    r"|image|information|contact|picture|personal|images|photographs|school)s?\b[^.;]{0,60}\b(?:may|must|should"
    r"|can|shall|is|are) "
    r"(?!(?:required|obliged|expected|compelled|bound) to\b|(?:prevented|prohibited|barred|forbidden|stopped) from\b)"
    r"|\bno(?:thing|body)?\b(?! (?:later|longer|more|less))(?: [\w’'-]+){0,8}? (?:may|must|should|shall)(?= be\b)"
    rf"{_UNPRESSED} be\b{_BEING_READ}|\b(?:nobody|no[ -]one)\b"
    rf"(?: [\w’'-]+){{0,6}}? (?:may|must|should|can|shall)\b(?! feel){_UNPRESSED}"
    rf"|\b(?:{_AT_NO_TIME})\b|\b(?:must|should|shall) be no\b"
    r"|\bunder no circumstances\b|\bnot under any circumstances\b|\bzero[- ]tolerance\b"
    r"|(?<!to )\b(?:ensure|make sure|check)(?: that)?(?: there (?:is|are))? no\b(?! longer)"
    r"|(?<!to )\bensure (?:that )?(?:[\w/]+ ){1,8}(?:do|does|is|are) (?:not|never)\b"
    r"|\b(?:must|should|shall|to) be avoided\b|\b(?:must|should|shall|to) (?:\w+ly )?(?:avoid|refrain|desist|cease)\b",
    _I,
)
MAY_NOT = re.compile(
    r"\b(?:staff|employees?|you|teachers?|volunteers?|governors?|members?|they|pupils?"
    r"|students?|contractors?|"
    r"parents?|person|worker|practitioners?|devices?|phones?|photographs?|accounts?|learners?|trainees?|probationers?|"
    rf"tutors?|coach(?:es)?|assistants?|leavers?)\s+may not\b{_NOT_MADE_TO}"
    r"|\bnor may\b|\bmay not be (?:used|added|followed|befriended"
    r"|contacted|accepted|posted|shared|published|uploaded|opened|created|photographed|filmed|recorded|named|tagged)\b",
    _I,
)
IMPERATIVE_NOT = re.compile(
    r"^[“‘\"'(]*(?:please )?(?:(?:do not|don[’']t)(?! (?:hesitate|worry|be afraid|forget)\b)|never"
    r"|not\b(?! all| every| only)|no\b(?= \w+ing)|"
    r"avoid|refrain|stop|cease|not to\b)|;\s*(?:do not|don[’']t|never)\b"
    r"|\((?:for example, )?never\b",
    _I,
)
REQUIRES = re.compile(
    r"\b(?:must|shall|should|ought to|needs? to|ha(?:s|ve) to|required to|obliged to|obligated to|"
    r"(?:staff|employees?|you|members?|teachers?|volunteers?|contractors?|pupils?|students?) (?:is|are) to|"
    r"(?:anyone|anybody|whoever|everyone|everybody)\b[^.;,]{0,80} is to|"
    r"expect(?:s|ed)? (?:that |all |staff |employees |to |users |you |members )+|bound by|mandatory|compulsory|"
    r"(?<!held )(?<!vicariously )(?:responsible|accountable|answerable) for|(?:individual|personal|own) responsibility|"
    r"responsibility (?:to|of|for)|duty to|has a duty|(?:essential|vital|imperative|crucial|necessary"
    r"|important) (?:that|to|for)|"
    r"will (?:ensure|make|report|follow|seek|inform|comply|keep|check|be required|be expected|act|maintain|adhere"
    r"|monitor|ask|always))\b",
    _I,
)
_PEOPLE = (
    r"(?:staff|employees?|colleagues?|members?|teachers?|you|they|users?|governors?|volunteers?|contractors?|we|individuals?|"
    r"adults?|people|persons?|colleagues|lead|coordinators?|faculty|leaders?|headteachers?|pupils?|students?"
    r"|parents?|carers?|practitioners?|workers?|personnel|trainees?|"
    r"trustees?|coach(?:es)?|club|media|devices?|phones?|groups?|photographs?|images?|accounts?|sites?|posts?)"
)
_DEED = (
    r"(?:use|post|share|access|contact|communicate|take|create|join|comment|accept|add|follow|like|keep|request"
    r"|publish|"
    r"upload|mention|discuss|bring|carry|set|ask|respond|reply|apply|attend|record|photograph|download|send|wear|"
    r"film|un[-‘’']?tag|continue|retain|opt|connect|link|refer|engage|participate|work|express|store|make|do so|"
    r"be (?:used|created|taken|posted|shared|made|kept|stored|published|uploaded|accessed|given|worn|brought|granted|"
    r"permitted|allowed|authori[sz]ed|sent|added|set up|acceptable|appropriate))"
)
_FACT_VERB = (
    r"(?:not|be|wish|come|have|find|feel|need|want|see|face|receive|become|encounter|experience|lead|result|think|well|suffer|"
    r"lose|get|say|seem|appear|know|already|even|also|only|still|choose|decide|prefer|notice|hear|help|easily|never)\b"
)
ALLOWS = re.compile(
    r"\b(?:staff|employees|teachers|governors|volunteers|parents|pupils|students|you|visitors|contractors|colleagues)"
    rf"(?: members)? (?:may|can)(?: also| only| therefore)? (?!{_FACT_VERB})\w+|"
    rf"\b{_PEOPLE}\b(?:\s+\([^)]*\))?(?:\s+\w+){{0,6}}?\s+(?:may|can)(?:,? (?:also|however|therefore|still|then"
    rf"|only|freely)\b,?)*\s+"
    rf"[‘'“\"]?{_DEED}\b"
    r"|\bnothing\b(?! to\b)(?: [\w’'-]+){0,6}? (?:(?:prevent|stop|prohibit|forbid|restrict|preclude)s?"
    r"|(?:should|shall|must|may|is|are)(?: to)? be (?:taken|read|construed|understood|interpreted|seen))\b"
    r"|\b(?:not|never) (?:forbidden|banned|unacceptable)\b|\bneed not\b"
    r"|\b(?:may|must|can|shall|should) ?not be (?:required|obliged|compelled|expected|forced|made|pressed) to\b"
    r"|\bnot (?:required|obliged|compelled) to\b"
    r"|\bno (?:[\w-]+ ){1,4}(?:is|are) "
    r"(?:(?:required|obliged|expected|compelled) to|(?:prevented|prohibited|barred|forbidden|stopped) from)\b"
    r"|\bonly\b[^.;]{3,80}?\b(?:may|can) \w+|\bmay,?(?: [\w ]+,)? (?:allow|permit|authori[sz]e|grant|approve"
    r"|agree)\b|\bnot prohibited\b"
    r"|\b(?:is|are|be) (?:\w+ly )?(?:free|welcome|entitled|at liberty) to\b|\bnothing to (?:stop|prevent)\b"
    r"|\b(?:is|are|be) (?:\w+ly |only |actively )*(?:permitted|allowed|permissible|encouraged|acceptable"
    r"|authori[sz]ed)\b"
    r"|\b(?:we|the (?:school|academy|nursery|trust)) (?:will|may|can)? ?(?:also )?uses?\b|\bpermits?\b"
    r"|\ballows?\b(?= (?:staff|employees|limited|reasonable|occasional|personal|teachers|you))"
    r"|\b(?:not|never) (?:intended|designed|meant) to (?:prevent|deter|stop|prohibit|discourage|restrict)\b"
    r"|\bdo(?:es)? not (?:expect|require|need|prevent|prohibit|restrict|preclude|apply to)\b"
    r"|\bno (?:objection|restriction|need to)\b|\b(?:may|can) (?:also )?encourage\b|\bencourages?\b"
    r"|\bmay,? (?:therefore,? )?be (?:authori[sz]ed|acceptable|permitted|allowed|used|granted|taken|made|shared"
    r"|posted)\b"
    r"|\bcan (?:also )?be used to\b|\b(?:may|can) (?:only )?be (?:undertaken|populated|taken|used|posted"
    r"|published|made|shared)\b",
    _I,
)
ADVISES = re.compile(
    rf"\b(?:must|should|shall|ought to|needs? to|ha(?:s|ve) to|will|would|to|important to)\s+{_ADVERB}{_THINKING}"
    r"|\b(?:strongly |well )?advis(?:ed|able|e)\b(?! (?:the|that the|his|her|their) (?:head|line|manager))"
    r"|\brecommend(?:s|ed)?\b|\bcaution is\b|\bgood (?:idea|practice)\b"
    r"|\bbear in mind\b|\b(?:asked|requested) to\b|\bbest (?:stance|practice|approach|advice)\b|\bunwise\b"
    r"|\bnot (?:a good idea|safe|wise|advisable|sensible)\b"
    r"|\bsuggest(?:s|ed)?\b|\bsensible to\b|\bwise to\b|\b(?:exercise|use|take) (?:\w+ )?(?:caution|care|discretion)\b"
    r"|\b(?:essential|vital|important|crucial) that [^.]{0,30}\baware\b"
    r"|\bconsideration (?:should|must) be given\b"
    r"|\bencouraged? to (?:consider|think|check|report|be)\b|\bidea to\b|\bbe guarded\b|\bin doubt\b"
    r"|\bthink (?:carefully|before|twice)\b|(?<!not )\bdiscouraged\b"
    r"|\bpreferabl[ey]\b|\bwise not to\b",
    _I,
)
THINK_FIRST = re.compile(rf"^(?:please |always )?(?:{_THINKING}|remember|think|note that|caution)", _I)
IMPERATIVE = re.compile(
    r"^(?:please |always |immediately |only |first,? |then |instead,? |simply )*(?:ensure|report|keep|ask|check|use"
    r"|make|maintain|seek|"
    r"comply|follow|inform|tell|protect|set|turn|delete|remove|store|save|speak|contact(?! with)|refer|notify|complete"
    r"|sign|read|respect|"
    r"obtain|get|limit|log|change|decline|ignore|block|review|act|behave|adhere|observe|take|treat|state|write|discuss|record|"
    r"familiari[sz]e|understand|provide|monitor|promote|uphold|raise|return|lock|switch|screenshot|separate|be"
    r"|have|give|help|"
    r"educate|talk|look|try|learn|sign|hand|send|forward|wait|lock|agree|teach|visit|explain|encourage|show|direct|avoid|declare|disclose|choose|pass|call|leave|model"
    r"|demonstrate)\b"
    r"(?! (?:of|is|are|by)\b)",
    _I,
)
RELATIVE = re.compile(
    r"\b(?:which|who|that(?! (?:staff|employees|you|all|there is|the employee)\b)|whom|whose|because|so that|what"
    r"|whether|"
    r"why|how|when|if|where)\s+"
    r"(?:(?:is|are) (?:not )?\w+|"
    r"(?:(?:they|it|he|she|he/she|you|we|one|\w+ (?:they|you|we)|social media|members of staff|staff members"
    r"|(?:the |an? |their |your |some |all |other |any )?[a-z]+s?)\s+)?"
    r"(?:also\s+)?(?:may|might|can|could|would|should|must|cannot|will|ought to)\s+"
    r"(?:(?:and|or)\s+(?:shouldn[’']t|should not|must not|can[’']t|cannot)\s+)?(?:not\s+)?(?:also\s+)?\w+)",
    _I,
)
OPEN = re.compile(
    r"\b(?:to|that|may|can|should|must|allowed|permitted|acceptable|encouraged|advised|recommended|include"
    r"|includes|including|"
    r"in mind|as follows|therefore|when|if|where|for|by|about)$|\bfollowing\b|\bbelow\b",
    _I,
)
