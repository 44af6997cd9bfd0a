// Package internal holds zaemme; start here.
//
// # What it is
//
// zaemme is the platform on which the staff of a municipality do their mandatory
// training. HR imports the staff list, rules assign curricula, people learn and
// pass, reminders go out, and managers and auditors get reports that are true on
// any date. One installation is one municipality; Postgres is the only store.
//
// # Map
//
// A package imports only packages of a lower rank (and apperr and audit, the first
// of theirs); ranks_test.go holds the list and fails on a wrong direction and on a package that nobody has placed.
//
//	 0  apperr      kinds of error: text key for people, cause for the log
//	    config      flags and environment, one checked struct
//	    i18n        texts, plurals, dates, numbers
//	    markdown    Markdown to safe HTML
//	    media       films and sound by their content; captions
//	    calendar    dates, working days, holiday sets, Europe/Zurich
//	 1  db          pool, transactions, stamp and horizon, migrations; owns GORM
//	    pgembed     the private Postgres of a zero-configuration start
//	    coursefile  the file format under courses/
//	    sheet       rows in and out of csv and xlsx; owns excelize
//	    aggregate   what is told of groups and of nobody: tables of month ends
//	    glossary    terms of digital competence, explained
//	    linkcheck   whether addresses still lead somewhere, on a click alone
//	    mail        builds a message, hands it to SMTP
//	    pdf         A4 pages: type, paragraphs, QR codes; owns fpdf
//	    picture     pictures written anew, nothing but the picture left
//	 2  audit       who did what to whom, who looked at whom
//	    blob        files in Postgres, by their content
//	    card        cards and slips for people without a mailbox, as PDF
//	    exchange    questions in and out: GIFT, Moodle XML
//	    outbox      messages stored with their cause, delivered later
//	    settings    what the municipality decides, typed and dated
//	    task        long work that a person started: progress, taken up after a crash
//	 3  letter      a mail as a letter: greeting, sections, link, closing
//	    mailtext    texts of reminders as HR words them
//	    people      persons, departments, employments, absences, roles, their history;
//	                Scope
//	 4  auth        passwords, codes and links by mail, single sign-on, passkeys and
//	                other second factors, cards with PIN, sessions, shared tablets,
//	                keys of other programs
//	    course      catalogue: courses and their immutable versions
//	    holiday     holiday sets of the sites, edited and dated
//	    notice      one letter to one person, in the person's language
//	    testmail    one mail on request, to see whether mail arrives
//	 5  ledger      duties and their events; Fold and Status
//	 6  certificate evidence as it stands, as a page, a PDF, and by number and code
//	    duedate     due dates in calendars: files and feeds
//	    curriculum  curricula, rules, due dates; plans duties
//	    search      full text of all courses
//	    feedback    what people say of modules, and what is answered
//	    learning    progress, attempts, grading
//	 7  reminder    who is reminded of what and when
//	    report      any-date figures and the workbook
//	    evidence    what a second person confirms: outside evidence, corrections
//	    payroll     learning time of staff paid by the hour, as handed to payroll
//	    leaver      whose employment ends, and when
//	    extension   more time: asked for, decided, told
//	    authoring   courses written here: drafts, review, what becomes of them
//	 8  session     training in person: planned, held, confirmed as a whole
//	    monthend    month ends as they were: frozen, told without anybody
//	    explain     «Warum?» for the person, the line and HR
//	    change      a proposed change: shown, then applied as shown or refused; taken back
//	 9  hrimport    lists of HR, and what is changed by hand, to a change of people
//	    planned     reports that come by themselves: planned, run, sent
//	10  schedule    named jobs, once per cluster; owns gocron
//	    pending     what HR has to do: what waits, what is missing, what comes
//	11  web/page    template engine, page base, forms, static files
//	    web/visit   one request: viewer, time, guard
//	12  web/…       learner, line, hr, admin: one audience each; reports: made, checked, compared, sampled, planned;
//	                account: ways in and out, and one's own; cards: getting in
//	                without a mailbox; certificates: evidence, shown, printed, checked;
//	                wages: learning time for payroll; leavers: who leaves, and what they take along; lookup: search, glossary, whole courses; voices: feedback;
//	                reminders: what people got and will get, slips, the
//	                policy; figures: month ends without names; author: courses are written; sessions: training in person; rights: the table of who may call what, and
//	                its page; api: JSON for other programs
//	13  web         the Fiber app: middleware, guards, the one error page
//	    demo        the invented municipality with a year behind it
//	14  app         builds everything from a config, runs it, stops it in order
//
// Data flows one way: HR file → people → curriculum → ledger ← learning;
// ledger → reminder, report.
//
// # Words
//
// A duty is person × course over all its cycles (Durchgänge). A curriculum is a
// list of courses with their terms; a rule gives it to an audience. The ledger
// (Nachweisjournal) holds a duty's events and is never altered; Fold makes dates
// of them; a status follows from those dates and a day. D is the as-of day
// (Stichtag), T the moment of knowledge (Wissensstand). A plan (Vorschau) shows
// what a change does; applying (Übernehmen) does just that, or is refused as
// stale. Grace is Nachfrist, exemption Dispens, pause Fristpause, slip
// Merkzettel, evidence Nachweis. A version is the immutable content of a course.
//
// # Rules of the house
//
// Time is passed in: only app and cmd read the clock. SQL lives in store*.go.
// Errors that people see are apperr errors with a text key. What can be wrong at
// start fails at start.
package internal
