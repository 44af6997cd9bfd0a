package monthend

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zaemme/internal/aggregate"
	"zaemme/internal/apperr"
	"zaemme/internal/calendar"
	"zaemme/internal/report"
)

// Stored is a month end in a list.
type Stored struct {
	AsOf     calendar.Date
	FrozenAt time.Time
}

// Months are all frozen month ends, newest first.
func (s *Service) Months(ctx context.Context) (list []Stored, err error) {
	if err := s.DB.Query(ctx).Raw(`select as_of, frozen_at from month_ends order by as_of desc`).Scan(&list).Error; err != nil {
		return nil, fmt.Errorf("monthend: list: %w", err)
	}
	return list, nil
}

// Last reads up to n months, newest first; the first one is that of day, or the
// newest where day is zero, and only that one has its table. Error: NotFound where it is not frozen.
func (s *Service) Last(ctx context.Context, day calendar.Date, n int) ([]Month, error) {
	var rows []struct {
		AsOf                                                      calendar.Date
		UID, Seal, Courses, Then, Grouping                        string
		KnownAt, FrozenAt                                         time.Time
		Definitions                                               int
		CellsSHA256                                               []byte `gorm:"column:cells_sha256"`
		SealID                                                    int64
		People, Covered, ImportRows                               int
		ImportOn                                                  *time.Time
		ImportSHA256                                              string `gorm:"column:import_sha256"`
		Cells                                                     string
		Counted, FulfilledFrom, FulfilledTo, BehindFrom, BehindTo int // of all cells together
	}
	if err := s.DB.Query(ctx).Raw(`
		with months as (
			select e.*, row_number() over (order by e.as_of desc) = 1 as first
			from month_ends e
			where e.as_of <= @day
			order by e.as_of desc limit @n
		)
		select e.as_of, e.uid::text as uid, e.known_at, e.frozen_at, e.definitions, e.courses, e.settings as then, e.cells_sha256,
			coalesce(e.seal_id, 0) as seal_id, e.seal, coalesce(g.grouping::text, '{}') as grouping, coalesce(c.cells::text, 'null') as cells,
			t.counted, t.fulfilled_from, t.fulfilled_to, t.behind_from, t.behind_to, e.persons as people, e.covered, i.import_on, coalesce(i.import_rows, 0) as import_rows, coalesce(i.import_sha256, '') as import_sha256
		from months e
		left join month_groupings g on e.first and g.id = e.grouping_id
		cross join lateral (
			select coalesce(sum(c.counted), 0) as counted, coalesce(sum(c.fulfilled_from), 0) as fulfilled_from, coalesce(sum(c.fulfilled_to), 0) as fulfilled_to,
				coalesce(sum(c.behind_from), 0) as behind_from, coalesce(sum(c.behind_to), 0) as behind_to
			from month_cells c
			where c.as_of = e.as_of
		) t
		left join lateral (
			select json_agg(json_build_object('course', c.course_id, 'node', c.node, 'counted', c.counted,
				'fulfilled', json_build_object('min', c.fulfilled_from, 'max', c.fulfilled_to),
				'behind', json_build_object('min', c.behind_from, 'max', c.behind_to), 'without_pc', c.without_pc)) as cells
			from (select * from month_cells c where e.first and c.as_of = e.as_of order by c.course_id, c.node) c
		) c on true
		left join lateral (
			select b.applied_at as import_on, (p.source ->> 'Rows')::int as import_rows, p.source ->> 'SHA256' as import_sha256
			from batches b
			join plans p on p.id = b.plan_id
			where p.kind = 'people' and p.source <> '{}' and b.applied_at <= e.known_at
			order by b.id desc limit 1
		) i on true
		order by e.as_of desc`, map[string]any{"day": orForever(day), "n": n}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("monthend: read: %w", err)
	}
	if len(rows) == 0 || day != 0 && rows[0].AsOf != day {
		return nil, apperr.New(apperr.NotFound, "error.month.not_frozen", nil)
	}
	list := make([]Month, len(rows))
	for i, r := range rows {
		m := Month{AsOf: r.AsOf, UID: r.UID, KnownAt: r.KnownAt.UTC(), FrozenAt: r.FrozenAt.UTC(), Definitions: r.Definitions, SealID: r.SealID, Seal: r.Seal,
			SHA256: [32]byte(r.CellsSHA256), People: r.People, Covered: r.Covered, Import: Import{Rows: r.ImportRows, SHA256: r.ImportSHA256}}
		m.total = aggregate.Sum{Counted: r.Counted, Fulfilled: aggregate.Span{Min: r.FulfilledFrom, Max: r.FulfilledTo}, Behind: aggregate.Span{Min: r.BehindFrom, Max: r.BehindTo}}
		if r.ImportOn != nil {
			m.Import.On = r.ImportOn.UTC()
		}
		for text, target := range map[string]any{r.Courses: &m.Courses, r.Then: &m.Then, r.Grouping: &m.Grouping, r.Cells: &m.Cells} {
			if err := json.Unmarshal([]byte(text), target); err != nil {
				return nil, fmt.Errorf("monthend: read %s: %w", r.AsOf, err)
			}
		}
		list[i] = m
	}
	return list, nil
}

func orForever(day calendar.Date) calendar.Date {
	if day == 0 {
		return calendar.Forever
	}
	return day
}

// TrendOf asks for HR's counts by month: of a department by ID (0: everybody) and
// a course by ID (0: all), cumulated or of the department alone.
type TrendOf struct {
	Department, Course int64
	Own                bool
	Until              calendar.Date // the last month end at most; 0: the newest
	Months             int
}

// Point is one month end of a trend.
type Point struct {
	AsOf calendar.Date
	report.Group
}

// yearOfMonths is how far back a report's trend looks.
const yearOfMonths = 13

// Frozen are the cumulated counts of a department, 0 for everybody, and a course, 0
// for all, of the last thirteen month ends up to a day.
func (s *Service) Frozen(ctx context.Context, department, course int64, until calendar.Date) (map[calendar.Date]report.Group, error) {
	points, err := s.Trend(ctx, TrendOf{Department: department, Course: course, Until: until, Months: yearOfMonths})
	if err != nil {
		return nil, err
	}
	kept := make(map[calendar.Date]report.Group, len(points))
	for _, p := range points {
		kept[p.AsOf] = p.Group
	}
	return kept, nil
}

// Trend reads counts of month ends, oldest first; a month in which nothing was
// counted there is left out. It tells a single person's status where a department
// has one person: it is HR's, and the line's for its own departments.
func (s *Service) Trend(ctx context.Context, of TrendOf) ([]Point, error) {
	columns := `cumulated as counts, cumulated_due[1] as num, cumulated_due[2] as den`
	if of.Own {
		columns = `own as counts, own_due[1] as num, own_due[2] as den`
	}
	var rows []struct {
		AsOf     calendar.Date
		Counts   string
		Num, Den int
	}
	if err := s.DB.Query(ctx).Raw(`
		select as_of, `+columns+` from month_counts
		where department_id is not distinct from nullif(@department, 0) and course_id is not distinct from nullif(@course, 0) and as_of <= @until
		order by as_of desc limit @months`, map[string]any{
		"department": of.Department, "course": of.Course, "until": orForever(of.Until), "months": of.Months,
	}).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("monthend: trend: %w", err)
	}
	points := make([]Point, len(rows))
	for i, r := range rows {
		p := &points[len(rows)-1-i]
		p.AsOf, p.Due = r.AsOf, report.Rate{Num: r.Num, Den: r.Den}
		var by map[string]int
		if err := json.Unmarshal([]byte(r.Counts), &by); err != nil {
			return nil, fmt.Errorf("monthend: trend: %w", err)
		}
		p.Counts = report.CountsOf(by)
	}
	return points, nil
}
