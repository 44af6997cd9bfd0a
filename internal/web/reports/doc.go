// Package reports has the pages on which reports are checked: a file held up
// against the register, two reports compared, and the sample that Revision draws
// with the sheet that proves each row; and those on which reports are planned that
// come by themselves, with what their mails lead to.
//
// HR and Revision call them, plans also who leads or reads figures, for themselves. What they name follows the scope of today for reports
// (people.Scope.ForReports), and whoever is named is logged by the service.
package reports
