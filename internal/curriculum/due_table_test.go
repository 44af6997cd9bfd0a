package curriculum

import "testing"

// All expected dates are worked out by hand; wd = working day.
// 1.9.2026 is a Tuesday, 1.10. a Thursday, 1.11. a Sunday, 1.12. a Tuesday.

func TestDueDaysAndRounding(t *testing.T) {
	t.Parallel()
	runDue(t, []dueCase{
		// 1.9. + 30 = Thu 1.10.
		{name: "plain", on: "2026-09-01", want: "2026-10-01", wantGrace: "2026-10-01"},
		// 3.9. + 30 = Sat 3.10. → Mon
		{name: "saturday", on: "2026-09-03", want: "2026-10-05"},
		// 4.9. + 30 = Sun 4.10. → Mon
		{name: "sunday", on: "2026-09-04", want: "2026-10-05"},
		// 8.11. + 30 = Tue 8.12. Mariä Empfängnis → Wed
		{name: "holiday at the due date", on: "2026-11-08", want: "2026-12-09"},
		// 25.11. + 30 = Fri 25.12. → Stephanstag Sat, Sun → Mon 28.
		{name: "christmas", on: "2026-11-25", want: "2026-12-28"},
		// 1.12. + 30 = Thu 31.12., worked
		{name: "last day of the year", on: "2026-12-01", want: "2026-12-31"},
		// the same with Brückentage 28.–31.12.; 1.1. holiday, Sat, Sun → Mon 4.1.
		{name: "closure", on: "2026-12-01", site: "closed", want: "2027-01-04"},
		// 2.12. + 30 = Fri 1.1. → Sat 2., Sun 3. → Mon 4.
		{name: "new year", on: "2026-12-02", want: "2027-01-04"},
		// 4.3. + 30 = Karfreitag 3.4. → Ostermontag 6.4. → Tue 7.4.
		{name: "easter", on: "2026-03-04", want: "2026-04-07"},
		// 2.9. + 30 = Fri 2.10.: worked in Emmen, St. Leodegar in Lucerne → Mon
		{name: "st leodegar in emmen", on: "2026-09-02", want: "2026-10-02"},
		{name: "st leodegar in lucerne", on: "2026-09-02", site: "luzern", want: "2026-10-05"},
		// 13.1. + 30 = Thu 12.2., half a holiday is a wd
		{name: "half day", on: "2026-01-13", site: "half", want: "2026-02-12"},
		// 27.2. + 30 = Sun 29.3. (23 hours) → Mon
		{name: "on the day with 23 hours", on: "2026-02-27", want: "2026-03-30"},
		// 1.3. + 30 = Tue 31.3.
		{name: "across the day with 23 hours", on: "2026-03-01", want: "2026-03-31"},
		// 25.9. + 30 = Sun 25.10. (25 hours) → Mon
		{name: "on the day with 25 hours", on: "2026-09-25", want: "2026-10-26"},
		// 1.10. + 30 = Sat 31.10. → Sun 1.11. → Mon 2.11.
		{name: "across the day with 25 hours", on: "2026-10-01", want: "2026-11-02"},
		// 30.1.2028 + 2 = 1.2., + 28 = Tue 29.2.
		{name: "due on 29 february", on: "2028-01-30", want: "2028-02-29"},
		// 29.2. + 1 = 1.3., + 29 = Thu 30.3.2028
		{name: "assigned on 29 february", on: "2028-02-29", want: "2028-03-30"},
		// 30.1.2027 + 29 = 28.2., + 1 = Mon 1.3.
		{name: "no 29 february", on: "2027-01-30", want: "2027-03-01"},
		// site from Tue to Sat: Sat 3.10. is worked
		{name: "site works on saturday", on: "2026-09-03", site: "tue-sat", want: "2026-10-03"},
		// 2.7. + 30 = Sat 1.8. holiday → Sun, Mon off → Tue 4.8.
		{name: "holiday on the site's saturday", on: "2026-07-02", site: "tue-sat", want: "2026-08-04"},
		// due Mon 5.10.; grace 5 calendar days = Sat 10.10., not rounded
		{name: "grace is not rounded", on: "2026-09-03", grace: 5, want: "2026-10-05", wantGrace: "2026-10-10"},
	})
}

func TestDueFixedDay(t *testing.T) {
	t.Parallel()
	runDue(t, []dueCase{
		{name: "fixed", on: "2026-09-01", fixed: "2026-11-20", want: "2026-11-20"},
		// Sun 22.11. → Mon
		{name: "rounded", on: "2026-09-01", fixed: "2026-11-22", want: "2026-11-23"},
		// the fixed day wins over days
		{name: "instead of days", on: "2026-09-01", days: 30, fixed: "2026-11-20", want: "2026-11-20"},
		// Mon 16.11., k = 5: 17, 18, 19, 20, Mon 23.11.
		{name: "too near", on: "2026-11-16", fixed: "2026-11-18", want: "2026-11-23"},
		// the same for a day that has passed
		{name: "in the past", on: "2026-11-16", fixed: "2026-10-31", want: "2026-11-23"},
		// pause 10.–30.9., back 1.10., 10 wd = 15.10. < Mon 30.11.; no days added
		{name: "not moved by days", on: "2026-09-01", fixed: "2026-11-30", abs: "2026-09-10/2026-09-30",
			want: "2026-11-30", wantPaused: "2026-09-10/2026-09-30"},
		// the return of the worked example decides: Thu 15.10.; in Lucerne Fri 16.10.
		{name: "moved by the return", on: "2026-09-01", fixed: "2026-10-01", abs: "2026-09-10/2026-09-30",
			want: "2026-10-15", wantPaused: "2026-09-10/2026-10-15"},
		{name: "moved by the return in lucerne", on: "2026-09-01", fixed: "2026-10-01", site: "luzern",
			abs: "2026-09-10/2026-09-30", want: "2026-10-16", wantPaused: "2026-09-10/2026-10-16"},
		// back Mon 23.11.: 24–27 = 4, 30.11.–4.12. = 9, Mon 7.12. = 10
		{name: "pause at the fixed day", on: "2026-09-01", fixed: "2026-11-25", abs: "2026-11-02/2026-11-22",
			want: "2026-12-07", wantPaused: "2026-11-02/2026-12-07"},
		// the pause starts on Mon, after Fri 30.10.
		{name: "pause after the fixed day", on: "2026-09-01", fixed: "2026-10-30", abs: "2026-11-02/2026-11-22", want: "2026-10-30"},
		// until Mon 7.12.; Tue 8.12. holiday, back Wed 9.: 10, 11 = 2, 14–18 = 7, 21, 22, Wed 23. = 10
		{name: "return after a holiday", on: "2026-09-01", fixed: "2026-12-10", abs: "2026-11-23/2026-12-07",
			want: "2026-12-23", wantPaused: "2026-11-23/2026-12-23"},
	})
}

func TestDueOwnWorkingDays(t *testing.T) {
	t.Parallel()
	runDue(t, []dueCase{
		// Tuesdays after 1.9.: 8, 15, 22, 29.9., 6.10.
		{name: "20 per cent on tuesdays", on: "2026-09-01", work: "tue", want: "2026-10-06"},
		// assigned on Wed 2.9.: the same Tuesdays, later than 2.10.
		{name: "20 per cent from wednesday", on: "2026-09-02", work: "tue", want: "2026-10-06"},
		// ten Tuesdays: … 6, 13, 20, 27.10., 3, 10.11.
		{name: "k of ten", on: "2026-09-01", work: "tue", k: 10, want: "2026-11-10"},
		// Mondays after Fri 6.3.: 9, 16, 23, 30.3., not 6.4. (Ostermontag), 13.4.
		{name: "a holiday is no own day", on: "2026-03-06", days: 14, work: "mon", want: "2026-04-13"},
		// Saturdays after 1.9.: 5, 12, 19, 26.9., 3.10. → Mon 5.10.
		{name: "own saturday counts and is rounded", on: "2026-09-01", days: 14, work: "sat", want: "2026-10-05"},
		// Fri 17.7.: Sat 18, 25.7., not 1.8., 8.8., not 15.8., 22, 29.8. → Mon 31.8.
		{name: "holidays on own saturdays", on: "2026-07-17", days: 14, work: "sat", want: "2026-08-31"},
		// ceil(5 / 0.2) = 25 wd = five weeks: Tue 6.10.
		{name: "20 per cent, days unknown", on: "2026-09-01", work: "?20", want: "2026-10-06"},
		// with Fri 2.10. off one day more: Wed 7.10.
		{name: "20 per cent, days unknown, lucerne", on: "2026-09-01", work: "?20", site: "luzern", want: "2026-10-07"},
		{name: "hourly counts as 20 per cent", on: "2026-09-01", work: "?hourly", want: "2026-10-06"},
		// 50 wd = ten weeks: Tue 10.11.
		{name: "hourly with k of ten", on: "2026-09-01", work: "?hourly", k: 10, want: "2026-11-10"},
		// base Fri 4.9.; five wd: 2, 3, 4, 7, Tue 8.9.
		{name: "100 per cent, days unknown", on: "2026-09-01", days: 3, work: "?100", want: "2026-09-08"},
		// ceil(8.33) = 9 wd: 2, 3, 4 = 3, 7–11 = 8, Mon 14.9.
		{name: "60 per cent, days unknown", on: "2026-09-01", days: 7, work: "?60", want: "2026-09-14"},
		// ceil(12.5) = 13 wd: 14.9. = 9, 15, 16, 17, Fri 18.9.
		{name: "80 per cent, k of ten", on: "2026-09-01", days: 14, work: "?80", k: 10, want: "2026-09-18"},
		// ceil(15.002) = 16 wd: Tue 22.9. = 15, Wed 23.9.
		{name: "a third, days unknown", on: "2026-09-01", days: 14, work: "?33", want: "2026-09-23"},
		// k of 1 counts as 5: Tue 8.9.
		{name: "k is at least five", on: "2026-09-01", days: 1, k: 1, want: "2026-09-08"},
		// ten wd: 8.9. = 5, Tue 15.9. = 10
		{name: "k of ten at full time", on: "2026-09-01", days: 1, k: 10, want: "2026-09-15"},
		// pause Mon 7.–Sun 20.9.: 1.10. + 14 = 15.10.; Tuesdays without 8 and 15: 22, 29.9., 6, 13, 20.10.
		{name: "days in a pause are not own days", on: "2026-09-01", work: "tue", abs: "2026-09-07/2026-09-20",
			want: "2026-10-20", wantPaused: "2026-09-07/2026-09-20"},
		// back Mon 21.9., 25 wd later Mon 26.10. (k: 2–4.9. = 3, 21.9.… 20.10. = 25)
		{name: "the return of unknown days", on: "2026-09-01", work: "?20", abs: "2026-09-07/2026-09-20",
			want: "2026-10-26", wantPaused: "2026-09-07/2026-10-26"},
		// 1.9. + 60 = 31.10., + 14 = 14.11.; back Mon 2.11.: 10 wd = 16.11.; Tuesdays 3, 10, 17, 24.11., 1.12.
		{name: "five own days after the return", on: "2026-09-01", days: 60, work: "tue", abs: "2026-10-19/2026-11-01",
			want: "2026-12-01", wantPaused: "2026-10-19/2026-12-01"},
		// the same, days unknown: 25 wd after 2.11. = Mon 7.12.
		{name: "25 days after the return", on: "2026-09-01", days: 60, work: "?20", abs: "2026-10-19/2026-11-01",
			want: "2026-12-07", wantPaused: "2026-10-19/2026-12-07"},
		// a short absence takes no own day away: Tuesdays 8 (absent), 15, 22, 29.9., 6.10.
		{name: "days in a short absence are own days", on: "2026-09-01", work: "tue", abs: "2026-09-07/2026-09-10", want: "2026-10-06"},
	})
}

func TestDueAbsences(t *testing.T) {
	t.Parallel()
	runDue(t, []dueCase{
		// 10.–18.9. = 9 days, short: back Mon 21.9., 3 wd = 24.9. < 1.10.
		{name: "nine days are short", on: "2026-09-01", abs: "2026-09-10/2026-09-18", want: "2026-10-01"},
		// 10.–19.9. = 10 days: 11.10. Sun → Mon 12.; back 21.9., 10 wd = 5.10.
		{name: "ten days are a pause", on: "2026-09-01", abs: "2026-09-10/2026-09-19", want: "2026-10-12", wantPaused: "2026-09-10/2026-09-19"},
		// 10.–14. and 15.–19.9. touch: 10 days
		{name: "touching", on: "2026-09-01", abs: "2026-09-10/2026-09-14 2026-09-15/2026-09-19", want: "2026-10-12", wantPaused: "2026-09-10/2026-09-19"},
		{name: "overlapping", on: "2026-09-01", abs: "2026-09-10/2026-09-16 2026-09-14/2026-09-19", want: "2026-10-12", wantPaused: "2026-09-10/2026-09-19"},
		{name: "one inside the other", on: "2026-09-01", abs: "2026-09-10/2026-09-19 2026-09-14/2026-09-15", want: "2026-10-12", wantPaused: "2026-09-10/2026-09-19"},
		{name: "the same twice", on: "2026-09-01", abs: "2026-09-10/2026-09-19 2026-09-10/2026-09-19", want: "2026-10-12", wantPaused: "2026-09-10/2026-09-19"},
		// Mon 7.–Fri 11. and Mon 14.–Fri 18.: 12 days with the weekend; 1.10. + 12 = Tue 13.10.
		{name: "a weekend between", on: "2026-09-01", abs: "2026-09-07/2026-09-11 2026-09-14/2026-09-18", want: "2026-10-13", wantPaused: "2026-09-07/2026-09-18"},
		// Fri 11.9. worked: two short ones, 16.9. and 24.9. < 1.10.
		{name: "a working day between", on: "2026-09-01", abs: "2026-09-07/2026-09-10 2026-09-14/2026-09-18", want: "2026-10-01"},
		// 16.11. + 30 = 16.12.; 1.–7. and 9.–11.12. with the holiday 8.12. = 11 days: 27.12.;
		// back Mon 14.12.: 15–18 = 4, 21–24 = 8, 28 = 9, Tue 29.12. = 10
		{name: "a holiday between", on: "2026-11-16", abs: "2026-12-01/2026-12-07 2026-12-09/2026-12-11",
			want: "2026-12-29", wantPaused: "2026-12-01/2026-12-29"},
		// 1.–31.8., back Tue 1.9., 10 wd = Tue 15.9. > 4.9. and > 8.9. (k)
		{name: "pause ended before the assignment", on: "2026-09-01", days: 3, abs: "2026-08-01/2026-08-31", want: "2026-09-15", wantPaused: "2026-09-01/2026-09-15"},
		// the same with 30 days: 1.10. is later, nothing is paused
		{name: "pause long before the due date", on: "2026-09-01", abs: "2026-08-01/2026-08-31", want: "2026-10-01"},
		// 24.8.–6.9.: 1.–6.9. = 6 days → Wed 7.10.; back 7.9., 10 wd = 21.9.
		{name: "pause over the assignment", on: "2026-09-01", abs: "2026-08-24/2026-09-06", want: "2026-10-07", wantPaused: "2026-09-01/2026-09-06"},
		// 22.8.–2.9. = 12 days, two of them from the assignment on: Sat 3.10. → Mon 5.10.
		{name: "the whole length decides", on: "2026-09-01", abs: "2026-08-22/2026-09-02", want: "2026-10-05", wantPaused: "2026-09-01/2026-09-02"},
		// 25.8.–2.9. = 9 days
		{name: "short over the assignment", on: "2026-09-01", abs: "2026-08-25/2026-09-02", want: "2026-10-01"},
		// 1.–14.10. = 14: 15.10.; back Thu 15.10., 10 wd = Thu 29.10.
		{name: "pause from the due date on", on: "2026-09-01", abs: "2026-10-01/2026-10-14", want: "2026-10-29", wantPaused: "2026-10-01/2026-10-29"},
		{name: "pause from the day after", on: "2026-09-01", abs: "2026-10-02/2026-10-20", want: "2026-10-01"},
		// base Sat 3.10., holds as Mon 5.10.; starts on Mon: no days, but back Mon 19.10.: 20–23 = 4, 26–30 = 9, Mon 2.11.
		{name: "pause from the rounded due date on", on: "2026-09-03", abs: "2026-10-05/2026-10-18", want: "2026-11-02", wantPaused: "2026-10-05/2026-11-02"},
		// 10.–20.9. = 11: 12.10.; 5.–16.10. = 12: 24.10.; back Mon 19.10. → Mon 2.11.
		{name: "two pauses", on: "2026-09-01", abs: "2026-09-10/2026-09-20 2026-10-05/2026-10-16", want: "2026-11-02", wantPaused: "2026-10-05/2026-11-02"},
		// the first moves to Mon 12.10.; the second starts on 13.10.
		{name: "second pause too late", on: "2026-09-01", abs: "2026-09-10/2026-09-20 2026-10-13/2026-10-30", want: "2026-10-12", wantPaused: "2026-09-10/2026-09-20"},
		// the first moves to Mon 12.10.; 12.–25.10. = 14: 26.10.; back Mon 26.10.: 27–30 = 4, 2.–6.11. = 9, Mon 9.11.
		{name: "second pause on the moved date", on: "2026-09-01", abs: "2026-09-10/2026-09-20 2026-10-12/2026-10-25", want: "2026-11-09", wantPaused: "2026-10-12/2026-11-09"},
		// 23.9. + 30 = Fri 23.10.; 12.–25.10. = 14: 6.11.; back Mon 26.10. → Mon 9.11.
		{name: "pause over the day with 25 hours", on: "2026-09-23", abs: "2026-10-12/2026-10-25", want: "2026-11-09", wantPaused: "2026-10-12/2026-11-09"},
		// 25.2. + 30 = 27.3.; 16.–29.3. = 14: 10.4.; back 30.3.: 31.3., 1, 2.4. = 3, 7–10 = 7, 13, 14, Wed 15.4.
		{name: "pause over the day with 23 hours", on: "2026-02-25", abs: "2026-03-16/2026-03-29", want: "2026-04-15", wantPaused: "2026-03-16/2026-04-15"},
		// 1.2.2028 + 30 = 2.3.; 21.–29.2. = 9 and 1.–5.3. = 5: 16.3.; back Mon 6.3., 10 wd = Mon 20.3.
		{name: "pause over 29 february", on: "2028-02-01", abs: "2028-02-21/2028-03-05", want: "2028-03-20", wantPaused: "2028-02-21/2028-03-20"},
		// 1.12. + 30 = 31.12.; 21.12.–3.1. = 14: 14.1.; back Mon 4.1., 10 wd = Mon 18.1.
		{name: "pause over the year end", on: "2026-12-01", abs: "2026-12-21/2027-01-03", want: "2027-01-18", wantPaused: "2026-12-21/2027-01-18"},

		// Mon 28.9.–Fri 2.10.: back Mon 5.10., 3 wd = Thu 8.10.
		{name: "short at the due date", on: "2026-09-01", abs: "2026-09-28/2026-10-02", want: "2026-10-08"},
		// only Thu 1.10.: back Fri 2.10.: 5, 6, Wed 7.10.
		{name: "one day at the due date", on: "2026-09-01", abs: "2026-10-01/2026-10-01", want: "2026-10-07"},
		{name: "short after the due date", on: "2026-09-01", abs: "2026-10-02/2026-10-02", want: "2026-10-01"},
		// 1.10. → Wed 7.10.; Tue 6.–Wed 7.10.: back Thu 8.: 9, 12, Tue 13.10.
		{name: "short ones in a chain", on: "2026-09-01", abs: "2026-10-06/2026-10-07 2026-10-01/2026-10-01", want: "2026-10-13"},
		// 1.10. → Wed 7.10.; the next starts on Thu 8.10.
		{name: "short ones not in a chain", on: "2026-09-01", abs: "2026-10-01/2026-10-01 2026-10-08/2026-10-09", want: "2026-10-07"},
		// base Sat 3.10.; the absence starts on Mon; rounding (4) follows the short ones (3)
		{name: "short on the rounded day only", on: "2026-09-03", abs: "2026-10-05/2026-10-06", want: "2026-10-05"},
		// one day: 1.10. → 7.10.; so the pause from 7.10. on counts: 7.–18.10., back Mon 19.10. → Mon 2.11.
		// (it starts after 1.10., so no days)
		{name: "short one leads into a pause", on: "2026-09-01", abs: "2026-10-01/2026-10-01 2026-10-07/2026-10-18",
			want: "2026-11-02", wantPaused: "2026-10-07/2026-11-02"},
		// pause 10.–30.9.: 22.10.; Thu 22.10. absent: back Fri 23.: 26, 27, Wed 28.10.
		{name: "pause, then short at the moved date", on: "2026-09-01", abs: "2026-09-10/2026-09-30 2026-10-22/2026-10-22",
			want: "2026-10-28", wantPaused: "2026-09-10/2026-09-30"},
		// the return sets 15.10.; Thu 15.10. absent: back Fri 16.: 19, 20, Wed 21.10.; the return no longer sets it
		{name: "short at the date that the return sets", on: "2026-09-01", fixed: "2026-10-01",
			abs: "2026-09-10/2026-09-30 2026-10-15/2026-10-15", want: "2026-10-21", wantPaused: "2026-09-10/2026-09-30"},
		// the return sets 15.10.; open from Mon 12.10.: the first pause ends the day before
		{name: "open before the date that the return sets", on: "2026-09-01", fixed: "2026-10-01",
			abs: "2026-09-10/2026-09-30 2026-10-12/", want: "2026-10-15", wantPaused: "2026-10-12/"},
	})
}

func TestDueGraceAndOpenPause(t *testing.T) {
	t.Parallel()
	runDue(t, []dueCase{
		{name: "grace", on: "2026-09-01", grace: 14, want: "2026-10-01", wantGrace: "2026-10-15"},
		// starts within grace: no days; back Mon 26.10. → Mon 9.11.; grace till 23.11.
		{name: "pause within grace", on: "2026-09-01", grace: 14, abs: "2026-10-05/2026-10-25",
			want: "2026-11-09", wantGrace: "2026-11-23", wantPaused: "2026-10-05/2026-11-09"},
		{name: "pause on the last day of grace", on: "2026-09-01", grace: 14, abs: "2026-10-15/2026-10-25",
			want: "2026-11-09", wantGrace: "2026-11-23", wantPaused: "2026-10-15/2026-11-09"},
		{name: "pause after grace", on: "2026-09-01", grace: 14, abs: "2026-10-16/2026-10-31", want: "2026-10-01", wantGrace: "2026-10-15"},
		// a short absence within grace starts after the due date
		{name: "short within grace", on: "2026-09-01", grace: 14, abs: "2026-10-05/2026-10-08", want: "2026-10-01"},
		{name: "open", on: "2026-09-01", abs: "2026-09-10/", want: "2026-10-01", wantPaused: "2026-09-10/"},
		{name: "open on the due date", on: "2026-09-01", abs: "2026-10-01/", want: "2026-10-01", wantPaused: "2026-10-01/"},
		{name: "open after the due date", on: "2026-09-01", abs: "2026-10-02/", want: "2026-10-01"},
		{name: "open within grace", on: "2026-09-01", grace: 14, abs: "2026-10-15/", want: "2026-10-01", wantGrace: "2026-10-15", wantPaused: "2026-10-15/"},
		{name: "open before the assignment", on: "2026-09-01", abs: "2026-08-20/", want: "", wantPaused: "2026-09-01/"},
		{name: "open on the assignment", on: "2026-09-01", abs: "2026-09-01/", want: "", wantPaused: "2026-09-01/"},
		// before it 10.–20.9. = 11: Mon 12.10. held
		{name: "closed, then open", on: "2026-09-01", abs: "2026-10-01/ 2026-09-10/2026-09-20", want: "2026-10-12", wantPaused: "2026-10-01/"},
		// Thu 10.–Fri 18.9. and open from Mon 21.9.: joined
		{name: "open, joined over a weekend", on: "2026-09-01", abs: "2026-09-10/2026-09-18 2026-09-21/", want: "2026-10-01", wantPaused: "2026-09-10/"},
		{name: "open swallows what lies in it", on: "2026-09-01", abs: "2026-09-10/ 2026-09-14/2026-09-30", want: "2026-10-01", wantPaused: "2026-09-10/"},
	})
}

func TestDueRestart(t *testing.T) {
	t.Parallel()
	runDue(t, []dueCase{
		// 2.11. + 30 = Wed 2.12.
		{name: "extension", on: "2026-09-01", again: Extension, reOn: "2026-11-02", old: "2026-10-01", want: "2026-12-02"},
		{name: "agreed day", on: "2026-09-01", again: Extension, reOn: "2026-11-02", agreed: "2026-11-20", old: "2026-10-01", want: "2026-11-20"},
		// agreed Fri 25.9., but Thu 1.10. was promised
		{name: "never before the one it replaces", on: "2026-09-01", again: Extension, reOn: "2026-09-14", agreed: "2026-09-25", old: "2026-10-01", want: "2026-10-01"},
		// k from Mon 2.11.: 3, 4, 5, 6, Mon 9.11.
		{name: "agreed too near", on: "2026-09-01", again: Extension, reOn: "2026-11-02", agreed: "2026-11-04", old: "2026-10-01", want: "2026-11-09"},
		// a course with a fixed day has no days: 30
		{name: "course without days", on: "2026-09-01", fixed: "2026-09-30", again: Extension, reOn: "2026-11-02", old: "2026-09-30", want: "2026-12-02"},
		// 14 + 16.11. < Sat 5.12. → Mon 7.12.
		{name: "replaced date is no working day", on: "2026-09-01", days: 14, again: Extension, reOn: "2026-11-02", old: "2026-12-05", want: "2026-12-07"},
		// pause 16.–29.11. = 14: 16.12.; back Mon 30.11.: 1.–4. = 4, 7, 9, 10, 11 = 8, 14, Tue 15.12.
		{name: "pause after the extension", on: "2026-09-01", again: Extension, reOn: "2026-11-02", old: "2026-10-01", abs: "2026-11-16/2026-11-29",
			want: "2026-12-16", wantPaused: "2026-11-16/2026-11-29"},
		// 26.10.–15.11.: from 2.11. on 14 days: 16.12.; back 16.11., 10 wd = 30.11.
		{name: "extension within a pause", on: "2026-09-01", again: Extension, reOn: "2026-11-02", old: "2026-10-01", abs: "2026-10-26/2026-11-15",
			want: "2026-12-16", wantPaused: "2026-11-02/2026-11-15"},
		// an agreed day is a fixed day: Fri 18.12. > 15.12.
		{name: "agreed day and pause", on: "2026-09-01", again: Extension, reOn: "2026-11-02", agreed: "2026-12-18", old: "2026-10-01", abs: "2026-11-16/2026-11-29",
			want: "2026-12-18", wantPaused: "2026-11-16/2026-11-29"},
		// the agreed day falls into the pause: back 30.11. → 15.12.
		{name: "agreed day within a pause", on: "2026-09-01", again: Extension, reOn: "2026-11-02", agreed: "2026-11-20", old: "2026-10-01", abs: "2026-11-16/2026-11-29",
			want: "2026-12-15", wantPaused: "2026-11-16/2026-12-15"},
		// 16.11. gives way to Fri 27.11.; absent Thu 26.–Fri 27.: back Mon 30.: 1, 2, Thu 3.12.
		{name: "absent at the replaced date", on: "2026-09-01", days: 14, again: Extension, reOn: "2026-11-02", old: "2026-11-27", abs: "2026-11-26/2026-11-27", want: "2026-12-03"},
		// 16.11. gives way to Fri 27.11.; a pause from 23.11. starts before what held: 23.11.–6.12., back Mon 7.12.:
		// 9, 10, 11 = 3, 14–18 = 8, 21, Tue 22.12.
		{name: "pause before the replaced date", on: "2026-09-01", days: 14, again: Extension, reOn: "2026-11-02", old: "2026-11-27", abs: "2026-11-23/2026-12-06",
			want: "2026-12-22", wantPaused: "2026-11-23/2026-12-22"},
		// last day Mon 30.11. + 14 = Mon 14.12.
		{name: "end of an exemption", on: "2026-09-01", days: 14, again: ExemptionEnd, reOn: "2026-11-30", old: "2026-10-01", want: "2026-12-14"},
		{name: "end of an exemption, later date promised", on: "2026-09-01", days: 14, again: ExemptionEnd, reOn: "2026-11-30", old: "2026-12-18", want: "2026-12-18"},
		{name: "end of an exemption during an open pause", on: "2026-09-01", again: ExemptionEnd, reOn: "2026-11-30", old: "2026-10-01", abs: "2026-11-16/",
			want: "", wantPaused: "2026-11-30/"},
		// 2.11. + 14 = Mon 16.11., although Fri 18.12. was promised
		{name: "a revocation may be earlier", on: "2026-09-01", days: 14, again: Revocation, reOn: "2026-11-02", old: "2026-12-18", want: "2026-11-16"},
		// k from 2.11. holds for it too: Mon 9.11.
		{name: "a revocation leaves k own days", on: "2026-09-01", days: 3, again: Revocation, reOn: "2026-11-02", old: "2026-12-18", want: "2026-11-09"},
		// 3 days: 5.11.; k: 9.11.; ten wd: 3–6 = 4, 9–13 = 9, Mon 16.11.
		{name: "return to the audience", on: "2026-09-01", days: 3, again: ReturnToAudience, reOn: "2026-11-02", old: "2026-10-01", want: "2026-11-16"},
		{name: "return with enough days", on: "2026-09-01", again: ReturnToAudience, reOn: "2026-11-02", old: "2026-10-01", want: "2026-12-02"},
		{name: "return before the old date", on: "2026-09-01", days: 3, again: ReturnToAudience, reOn: "2026-09-07", old: "2026-10-01", want: "2026-10-01"},
	})
}
