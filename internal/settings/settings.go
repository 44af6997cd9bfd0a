package settings

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"zaemme/internal/calendar"
)

// Settings are the values in force on one day. The zero value is not usable;
// Defaults and Load make one.
type Settings struct {
	text  map[string]string
	state [32]byte // of all values, zero until it is asked for
}

// Def defines one setting. All are stored as text; kinds say how it is read.
type Def struct {
	Key     string
	Kind    Kind
	Default string
	// Placeholder is the name under which course texts use it, "" if they may not.
	Placeholder string
	Choices     []string // of the kind Choice: codes, in the order of the page
}

// Kind is how a setting is read and checked.
type Kind string

// The kinds.
const (
	Text    Kind = "text"    // one line
	Number  Kind = "number"  // whole, not negative
	Day     Kind = "day"     // a date, may be empty
	Colour  Kind = "colour"  // #rrggbb
	Address Kind = "address" // a mail address
	Mailbox Kind = "mailbox" // a bare mail address, may be empty
	List    Kind = "list"    // comma-separated
	Choice  Kind = "choice"  // one of Def.Choices
)

// Defs are all settings, in the order of the page.
var Defs = []Def{
	{Key: "municipality", Kind: Text, Default: "Gemeinde Emmen", Placeholder: "gemeinde"},
	{Key: "strategy", Kind: Text, Default: "z’Ämme digital", Placeholder: "strategie"},
	{Key: "accent", Kind: Colour, Default: "#0b5d66"},
	{Key: "level_names", Kind: List, Default: "Direktion,Departement,Bereich"},
	{Key: "tags", Kind: List, Default: "GEVER,M365,Kundenkontakt,Prozessverantwortung"},
	{Key: "ict_emergency", Kind: Text, Default: "041 000 00 10", Placeholder: "ict_notfall"},
	{Key: "ict_contact", Kind: Text, Default: "Informatik, informatik@gemeinde.example", Placeholder: "ict_kontakt"},
	{Key: "phishing_report", Kind: Text, Default: "Schaltfläche «Phishing melden» im Mailprogramm", Placeholder: "phishing_meldung"},
	{Key: "privacy_contact", Kind: Text, Default: "Datenschutz-Anlaufstelle, datenschutz@gemeinde.example", Placeholder: "datenschutz_kontakt"},
	{Key: "hr_contact", Kind: Text, Default: "Personaldienst, personal@gemeinde.example", Placeholder: "hr_kontakt"},
	{Key: "password_directive", Kind: Text, Default: "ICT-Benutzungsweisung", Placeholder: "passwort_weisung"},
	{Key: "legal_basis", Kind: Text, Default: "Personalreglement der Gemeinde"},
	{Key: "mail_from", Kind: Address, Default: "lernen@gemeinde.example"},
	{Key: "mail_from_name", Kind: Text, Default: "Personaldienst"},
	{Key: "go_live", Kind: Day, Default: ""},
	{Key: "trial_address", Kind: Text, Default: ""},
	{Key: "mail_cap", Kind: Number, Default: "2"},
	{Key: "militia_contact", Kind: Mailbox, Default: ""},
	{Key: "external_contact", Kind: Mailbox, Default: ""},
	{Key: "green_from", Kind: Number, Default: "95"},
	{Key: "amber_from", Kind: Number, Default: "85"},
	{Key: "line_depth", Kind: Number, Default: "2"},
	{Key: "security_courses", Kind: List, Default: "IS-01,IS-01K"},
	{Key: "leavers_percent", Kind: Number, Default: "5"},
	{Key: "movers_percent", Kind: Number, Default: "10"},
	{Key: "duties_percent", Kind: Number, Default: "20"},
	{Key: "evidence_months", Kind: Number, Default: "24"},
	{Key: "confirm_by", Kind: Choice, Default: "hr_or_line", Choices: []string{"hr", "hr_or_line"}},
	{Key: "reachable", Kind: Choice, Default: "internet", Choices: []string{"internet", "intranet"}},
	{Key: "second_factor", Kind: Choice, Default: "offered", Choices: []string{"off", "offered", "required"}},
}

// find is the definition of a key.
func find(key string) (Def, bool) {
	i := slices.IndexFunc(Defs, func(d Def) bool { return d.Key == key })
	if i < 0 {
		return Def{}, false
	}
	return Defs[i], true
}

// Defaults are the values of a fresh installation.
func Defaults() Settings {
	s := Settings{text: make(map[string]string, len(Defs))}
	for _, d := range Defs {
		s.text[d.Key] = d.Default
	}
	return s
}

// With is a copy in which key has the value; an unknown key changes nothing.
func (s Settings) With(key, value string) Settings {
	copied := Settings{text: maps.Clone(s.text)}
	if _, known := find(key); known {
		copied.text[key] = value
	}
	return copied
}

// OnlyInside reports that the public address answers in the municipality's network
// alone: what is printed or sent then promises no more than that.
func (s Settings) OnlyInside() bool { return s.text["reachable"] == "intranet" }

// Text is the value as it is stored.
func (s Settings) Text(key string) string { return s.text[key] }

// Int is a number; values are checked when they are set.
func (s Settings) Int(key string) int {
	var n int
	_ = json.Unmarshal([]byte(s.text[key]), &n) // empty is 0
	return n
}

// Day is a date, none if empty.
func (s Settings) Day(key string) calendar.Date {
	d, err := calendar.ParseISO(s.text[key])
	if err != nil {
		return 0
	}
	return d
}

// List is a value of kind List: its parts without spaces around, none empty.
func (s Settings) List(key string) []string {
	var list []string
	for _, part := range strings.Split(s.text[key], ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// Placeholders are what course texts may use, by placeholder name.
func (s Settings) Placeholders() map[string]string {
	values := map[string]string{}
	for _, d := range Defs {
		if d.Placeholder != "" {
			values[d.Placeholder] = s.text[d.Key]
		}
	}
	return values
}

// PlaceholderHash identifies the state of all placeholders: a completion stores
// it, so that an auditor can see the text as the person saw it.
func (s Settings) PlaceholderHash() [32]byte { return hash(s.Placeholders()) }

// State identifies the values of all settings: what was made of others is out of date.
func (s Settings) State() [32]byte {
	if s.state == [32]byte{} {
		return hash(s.text)
	}
	return s.state
}

func hash(values map[string]string) [32]byte {
	text, err := json.Marshal(values) // keys are sorted
	if err != nil {
		panic(err) // a map of strings always encodes
	}
	return sha256.Sum256(text)
}
