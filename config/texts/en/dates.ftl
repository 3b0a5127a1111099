# Days and times. The numbers follow ISO 8601: Monday is 1.
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

# Tue 3 Nov, 02:10
date-with-time = { $weekday } { $day } { $month }, { $time }

# Tue 3 Nov
date-without-time = { $weekday } { $day } { $month }

# Tue 3 Nov 2026
date-with-year = { $date } { $year }

## In pictures and on the doctor's page.

# 3 Nov
drawn-day = { $day } { $month }
drawn-period = { $from } to { $until }
# 4.5
drawn-decimal = { $whole }.{ $tenths }
