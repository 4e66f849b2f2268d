"""Words that bear on the verdict: in a clause (WORDINGS) and in a question (HOPES). Both expect lower case."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{pattern})", re.ASCII) for name, pattern in patterns.items()}


WORDINGS = _compiled({
    "advised": r"advis|caution|careful|mindful|consider|recommend|aware|wise|discourag|think|bear in mind|take care",
    "strong": r"(must|never|under no circumstances|not permitted|prohibited|forbidden|strictly|required)\b",
    "only": r"only\b",
    "bound": r"(unless|until|except|save (that|where)|provided|(as|so) long as|subject to|without|other than|once|"
             r"where (the|a|it|they|there)|if (the|a|it|they|you)|may apply|prior|first (ask|obtain|seek|check))\b",
    "agreed": r"(agree(d|ment|s)?|permission|approv(al|ed|es?)|consent(ed)?|authori[sz](ed|ation)|sanctioned|"
              r"allowed by|cleared)\b",
    "no need": r"(no need|not need to|need not|nobody (should|is)|no one (should|is)|"
               r"not (be )?(expected|required|obliged)|do(es)? not (apply|prevent)|free to|"
               r"matter of (personal )?choice|not in itself)\b",
    "welcome": r"(welcome|encourag\w+|tolerated|acceptable|permitted|may|can|allowed|happy for|free to|support)\b",
    "not": r"(not|never|no|nor|neither|none|cannot|refrain|avoid|declin\w+|prohibited|forbidden|unacceptable)\b",
    "tell": r"(report|inform|tell|notify|refer|contact|speak to|raise|discuss(ed)? with|let \w+( \w+)? know|"
            r"pass(ed)? (it )?on)\b",
})  # fmt: skip
HOPES = _compiled({
    "surely": r"(surely|right|isn'?t it|is that (ok|alright|fine)|so (it|that)('s| is)? (ok|fine|alright)|only|just|"
              r"(that|it)'?s (fine|ok|okay|alright|allowed)|no harm|harmless|quick|banter|nobody|no one|private|"
              r"deleted?|anonymous)\b",
    "checked": r"((head|boss|deputy|slt|principal|manager|she|he|they|mum|dad|parents?|dsl)('s| has| have|'ve)? "
               r"(said|says|agreed|approved|okayed|ok'?d|told|asked|given|gave|signed|authorised|cleared)|"
               r"signed (off|form|consent)|permission (slip|form)|been (asked|authorised|approved|trained)|"
               r"with (the )?(permission|approval|consent))\b",
    "unapproved": r"((has|have|had|is|was)(n'?t| not) (asked|got|said|signed|replied|heard|agreed|approved|in|"
                  r"back)|without asking|"
                  r"not (asked|got|heard|had|signed|checked|in writing)|said no|refus\w+|turned (it )?down|"
                  r"no (permission|consent|form|"
                  r"reply|answer|approval)|nothing (in writing|on paper)|opt(ed|ing)?[ -]out|yet|"
                  r"withdr[ae]w\w*|changed (her|his|their) mind)\b",
    "banned": r"(bann?(ed)?|forbidden|prohibited|not allowed|in (trouble|bother)|against (the )?(rules|"
              r"policy)|break(ing)? (the )?(rules?|policy)|"
              r"a (problem|breach|issue)|wrong (to|with|of)|stopping me|have to stop|off limits|blanket)\b",
    "hasty": r"(daft|silly|smart|sensible|wise|thoughts|would you|advice|best|careful|worth|a good idea|"
             r"bad idea|mind)\b",
    "duty": r"(must|have to|need to|supposed|meant to|should|ought|required|got to|obliged|expected)\b",
    "still": r"(still|already|instead|rather|as well|too|even if|even though|although|though)\b",
})  # fmt: skip
