"""English inflection, the other way round: base form -> the forms that a text may hold.

A treebank shows few forms of each word. From every verb it knows, and from the verbs of our subject below, the regular
forms are made here, so that the lemma list learns its endings from thousands of verbs instead of hundreds. The lists
are our own.
"""

from __future__ import annotations

import re
from typing import Final

VERBS: Final = """
abduct abet abide abolish abort abstain accede accuse acquit adhere adjourn advise aggravate agree aid airlift alarm
allege allow ally ambush annex annihilate annul antagonize appeal applaud appoint appraise apprehend approve arm
arrange arrest assail assassinate assault assemble assess assign assist attack avenge avert avoid back ban banish bar
bargain barricade bash batter beg behead belittle besiege betray bicker blackmail blame blast blockade block bloody
bluff bolster bomb bombard boost bother boycott brand breach bribe broker buffer bulldoze bully burden bury butcher
bypass campaign cancel capitulate capture cascade castigate caution cease cede celebrate censor censure challenge
champion charge chase chide choke claim clarify clash clear close coalesce coerce collaborate collapse collide collude
combat commandeer commemorate commend commit compel compete complain comply compromise conceal concede condemn condone
confer confine confirm confiscate confront congratulate conquer consolidate conspire constrain consult contain contest
contravene convene converge convict convoke cooperate coordinate counter crack cripple criticize cross crush culminate
curb curtail cut damage decapitate deceive declare decline decree decry dedicate deem defame defeat defect defend
defer defile defuse defy delay delegate deliberate demand demobilize demolish demonstrate demote denounce deny depart
deplete deplore deploy depose deprive deride descend desecrate desert deserve destabilize destroy detain deter
deteriorate detonate devastate devote disarm disavow disband discard disclose discredit disgrace dislodge dismantle
dismiss disobey dispatch disperse displace dispute disregard disrupt dissent dissolve dissuade disturb divert divide
dominate donate downgrade downplay draft drag drown eject elaborate eliminate elude embargo embark embarrass embezzle
embolden embroil emerge emigrate empower encamp encircle encroach encourage endanger endorse endure enforce engage
engulf enlist enrage enrich ensnare ensure entail entangle entrench envisage equip eradicate erupt escalate escape
escort espouse evacuate evade evict evoke exacerbate execute exempt exile exonerate expand expel explode exploit
expose expropriate extort extradite falter famish favor favour fear feud fine fire flank flare flee flog flourish
flout foil foment forge fortify foster free freeze frustrate fuel function fund gag galvanize garner gas gauge gesture
goad govern grapple greet grieve grip guarantee guard hail halt hamper handcuff harass harbor harbour harm hassle haul
heal heckle heed hijack hinder hoist honor honour host hound hug humiliate hurl ignite ignore impair impeach impede
implicate implore impose imprison incapacitate incarcerate incite incur indict induce infiltrate inflame inflict
infringe inhibit initiate insist inspect instigate insult intensify intercede intercept interfere intern interrogate
intervene intimidate intrude invade investigate invoke irk isolate jail jeopardize join jolt justify kidnap kill label
lament lash launch legalize levy liaise liberate lift liquidate lobby loom loot lure lynch maim malign maneuver
manipulate march marginalize mass massacre mediate menace merge mine mistreat mitigate mob mobilize mock molest
monitor mourn muster mutilate mutiny muzzle nationalize negotiate neutralize nominate nullify obey obliterate obstruct
occupy offend omit oppose oppress ordain orchestrate order oust outlaw outrage overcome pacify pardon parole patrol
perish perpetrate persecute persist persuade pillage pinpoint pirate plague plant plead pledge plot plunder plunge
poison postpone praise preach preclude prevail prevent probe proclaim prod profess prohibit prolong propel propose
proscribe prosecute protest provoke prowl publicize pummel punish purge pursue quarantine quarrel quash quell raid
rally ram ransack rape rappel ratify rattle ravage raze reaffirm rebel rebuff rebuke recall recant recapture recede
reciprocate reclaim reconcile reconvene recruit rectify redeploy refer refrain refuse refute regroup reinforce
reinstate reiterate reject release relent relinquish relocate remand renege renounce repatriate repeal repel repress
reprimand repudiate repulse rescind rescue resent resign resist restore restrain restrict resume retain retaliate
retract retreat revere reverse revile revoke revolt rig riot rip rob rout ruin rule sabotage salute sanction scale
scapegoat scare scold scorch scrap scrape scuffle scuttle secede secure seize sequester sever shackle shame shatter
shell shelter shield shun siege sign signal silence slam slander slap smuggle snatch snipe snub spar spark spearhead
spill splinter spoil sponsor squabble stab stabilize stage stalk starve station stifle stipulate stone storm straddle
strafe strain strand strengthen strip stun subdue subjugate submit subpoena subsidize subvert suffocate summon supply
suppress surge surrender surround suspect suspend sustain swamp swap swirl tackle tame tamper target taunt tear
terminate terrorize thaw threaten thwart tighten tolerate topple torch torment torture tour trade trample transgress
traverse trespass trigger triumph trounce truce tussle undermine unify unleash unravel unveil uphold uproot urge usher
usurp vandalize vanish vanquish venture veto vie vilify vindicate violate visit voice vote vow wage wail waive wane
warn waver weaken welcome whip withhold wound wreck yield criticise mobilise terrorise destabilise stabilise vandalise
nationalise legalise paralyse recognise organise marginalise neutralise normalise normalize demilitarise demilitarize
"""

IRREGULAR: Final = """
abide abided abided | arise arose arisen | awake awoke awoken | bear bore borne | beat beat beaten
become became become | befall befell befallen | beget begot begotten | begin began begun | behold beheld beheld
bend bent bent | beset beset beset | bet bet bet | bid bid bid | bind bound bound | bite bit bitten | bleed bled bled
blow blew blown | break broke broken | breed bred bred | bring brought brought | broadcast broadcast broadcast
build built built | burn burnt burnt | burst burst burst | buy bought bought | cast cast cast | catch caught caught
choose chose chosen | cling clung clung | come came come | cost cost cost | creep crept crept | cut cut cut
deal dealt dealt | dig dug dug | do did done | draw drew drawn | dream dreamt dreamt | drink drank drunk
drive drove driven | dwell dwelt dwelt | eat ate eaten | fall fell fallen | feed fed fed | feel felt felt
fight fought fought | find found found | flee fled fled | fling flung flung | fly flew flown
forbid forbade forbidden | forecast forecast forecast | forget forgot forgotten | forgive forgave forgiven
forgo forwent forgone | forsake forsook forsaken | freeze froze frozen | get got gotten | give gave given
go went gone | grind ground ground | grow grew grown | hang hung hung | hear heard heard | hide hid hidden
hit hit hit | hold held held | hurt hurt hurt | keep kept kept | kneel knelt knelt | know knew known | lay laid laid
lead led led | lean leant leant | leap leapt leapt | learn learnt learnt | leave left left | lend lent lent
let let let | light lit lit | lose lost lost | make made made | mean meant meant | meet met met | mow mowed mown
pay paid paid | plead pled pled | prove proved proven | put put put | quit quit quit | read read read | rend rent rent
rid rid rid | ride rode ridden | ring rang rung | rise rose risen | run ran run | say said said | see saw seen
seek sought sought | sell sold sold | send sent sent | set set set | sew sewed sewn | shake shook shaken
shed shed shed | shine shone shone | shoot shot shot | show showed shown | shrink shrank shrunk | shut shut shut
sing sang sung | sink sank sunk | sit sat sat | slay slew slain | sleep slept slept | slide slid slid
sling slung slung | slit slit slit | sneak snuck snuck | sow sowed sown | speak spoke spoken | speed sped sped
spend spent spent | spill spilt spilt | spin spun spun | spit spat spat | split split split | spoil spoilt spoilt
spread spread spread | spring sprang sprung | stand stood stood | steal stole stolen | stick stuck stuck
sting stung stung | stink stank stunk | stride strode stridden | strike struck stricken | string strung strung
strive strove striven | swear swore sworn | sweep swept swept | swell swelled swollen | swim swam swum
swing swung swung | take took taken | teach taught taught | tear tore torn | tell told told | think thought thought
throw threw thrown | thrust thrust thrust | tread trod trodden | wake woke woken | wear wore worn | weave wove woven
weep wept wept | win won won | wind wound wound | withdraw withdrew withdrawn | withhold withheld withheld
withstand withstood withstood | wring wrung wrung | write wrote written
"""

DOUBLING: Final = """
abet abhor acquit admit allot beget begin commit compel concur confer control debar defer deter disbar entrap equip
excel expel forget format handicap impel incur infer inter intermit kidnap kneecap occur omit outfit patrol permit
prefer propel quit rebel rebut recap recur refer reformat refit regret remit repel submit transfer transmit unplug
worship zigzag
"""
"""Verbs of several syllables that double their last consonant before -ed and -ing; short ones do by rule."""

_SHORT: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")

NOUNS: Final = """
series=series species=species headquarters=headquarters means=means news=news barracks=barracks crossroads=crossroads
potatoes=potato tomatoes=tomato vetoes=veto embargoes=embargo heroes=hero torpedoes=torpedo cargoes=cargo
tornadoes=tornado volcanoes=volcano mosquitoes=mosquito axes=axis theses=thesis hypotheses=hypothesis oases=oasis
crises=crisis analyses=analysis emphases=emphasis diagnoses=diagnosis parentheses=parenthesis
buses=bus gases=gas viruses=virus censuses=census consensuses=consensus campuses=campus bonuses=bonus statuses=status
caucuses=caucus choruses=chorus lenses=lens atlases=atlas biases=bias canvases=canvas aliases=alias
aches=ache headaches=headache avalanches=avalanche caches=cache quiches=quiche
wives=wife lives=life knives=knife wolves=wolf halves=half calves=calf shelves=shelf leaves=leaf loaves=loaf
thieves=thief selves=self scarves=scarf
men=man women=woman children=child feet=foot teeth=tooth geese=goose mice=mouse oxen=ox people=people
phenomena=phenomenon criteria=criterion data=data media=media bacteria=bacterium strata=stratum memoranda=memorandum
referenda=referendum stadia=stadium alumni=alumnus nuclei=nucleus radii=radius
"""


def forms(verb: str) -> dict[str, tuple[str, ...]]:
    """Regular forms of a verb by Penn tag."""
    vowels = "aeiou"
    if verb.endswith(("s", "x", "z", "ch", "sh")) or (verb[-1] == "o" and verb[-2:-1] not in vowels):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2:-1] not in vowels:
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    if verb.endswith("ie"):
        return {"VBZ": (third,), "VBD": (verb + "d",), "VBG": (verb[:-2] + "ying",)}
    if verb.endswith(("ee", "ye", "oe")):
        return {"VBZ": (third,), "VBD": (verb + "d",), "VBG": (verb + "ing",)}
    if verb.endswith("e"):
        return {"VBZ": (third,), "VBD": (verb + "d",), "VBG": (verb[:-1] + "ing",)}
    if verb.endswith("y") and verb[-2:-1] not in vowels:
        return {"VBZ": (third,), "VBD": (verb[:-1] + "ied",), "VBG": (verb + "ing",)}
    if verb in DOUBLING.split() or _SHORT.fullmatch(verb):
        double = verb + verb[-1]
        return {"VBZ": (third,), "VBD": (double + "ed",), "VBG": (double + "ing",)}
    if verb[-1] == "l" and verb[-2:-1] in ("a", "e") and verb[-3:-2] not in vowels and len(verb) > 4:
        # "signaled" in America, "signalled" in Britain
        return {"VBZ": (third,), "VBD": (verb + "ed", verb + "led"), "VBG": (verb + "ing", verb + "ling")}
    if verb.endswith("ic"):
        return {"VBZ": (third,), "VBD": (verb + "ked",), "VBG": (verb + "king",)}
    return {"VBZ": (third,), "VBD": (verb + "ed",), "VBG": (verb + "ing",)}


def irregular() -> dict[str, tuple[str, str]]:
    """base -> (past, participle)"""
    rows = (row.split() for line in IRREGULAR.strip().splitlines() for row in line.split("|"))
    return {base: (past, participle) for base, past, participle in rows}
