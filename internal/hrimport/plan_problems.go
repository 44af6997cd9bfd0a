package hrimport

// Keys of what planning finds, beside those of reading. W marks warnings.
const (
	keyDuplicate       = "import.problem.duplicate"          // person and employment a second time; Args: line
	keyTwoNames        = "import.problem.two_names"          // one number, two persons; Args: line
	keyExitBeforeEntry = "import.problem.exit_before_entry"  //
	keyExitBeforeKnown = "import.problem.exit_before_known"  // the file has no entry; Args: day of the one that holds
	keyNoUnit          = "import.problem.no_unit"            // neither code nor name of a department
	keyUnitTwice       = "import.problem.unit_twice"         // a department a second time; Args: line
	keyParentUnknown   = "import.problem.parent_unknown"     // neither in the file nor on record, or two of that name
	keyParentCircle    = "import.problem.parent_circle"      // a department would lie below itself
	keyPersonUnknown   = "import.problem.person_unknown"     // W: the number is not on record; left out
	keyHeadless        = "import.problem.headless"           // W: a deputy without a head; left out
	keyTwoDeputies     = "import.problem.two_deputies"       // W: a head has another deputy on another line, which counts; Args: line
	keyManyDays        = "import.problem.many_days"          // more days than can be compared; line 0; Args: limit
	keyUnitStays       = "import.problem.unit_stays"         // W: not in a complete list, but somebody works there; Args: unit, persons
	keyAbsenceTwice    = "import.problem.absence_twice"      // W: the same interval again; Args: line
	keyAbsenceOverlaps = "import.problem.absence_overlaps"   // W: days are in another absence as well
	keyScopeUnknown    = "import.problem.scope_unknown"      // the department of the file is not on record; line 0
	keyOutsideScope    = "import.problem.outside_scope"      // a line of another department; Args: unit
	keyLoginTwice      = "import.problem.login_twice"        // Args: line
	keyLoginTaken      = "import.problem.login_taken"        // by somebody who is not in the file
	keyUnitDiffers     = "import.problem.unit_differs"       // W: the code has other names elsewhere, which count
	keyNamesake        = "import.problem.namesake"           // W: two numbers of one name, one is new; Args: line
	keyNamesakeKnown   = "import.problem.namesake_on_record" // W: a new number of a name on record
	keyOtherPerson     = "import.problem.other_person"       // W: the number is on record with another name, first name and address
	keyNameKept        = "import.problem.name_kept"          // W: letters the file cannot write were kept; Args: count
	keyManagerSelf     = "import.problem.manager_self"       // W: left out
	keyManagerUnknown  = "import.problem.manager_unknown"    // W: neither in the file nor on record; left out
	keyManagerCircle   = "import.problem.manager_circle"     // this link closes a circle; Args: chain of numbers
	keyManagerMissing  = "import.problem.manager_missing"    // W: on record, but not in the file
	keyDeputySelf      = "import.problem.deputy_self"        // W: left out
	keyDeputyUnknown   = "import.problem.deputy_unknown"     // W: left out
	keyTrainerUnknown  = "import.problem.trainer_unknown"    // W: left out
	keyNoApprentice    = "import.problem.no_apprentice"      // W: left out
	keyJoinerMissing   = "import.problem.joiner_missing"     // W: announced, not in the file; stays; Args: number
	keyLeaverAnnounced = "import.problem.leaver_announced"   // W: not in the file, leaves as announced; Args: number
)
